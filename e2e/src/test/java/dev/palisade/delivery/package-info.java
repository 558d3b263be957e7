/**
 * What others build and publish with, and cannot be run here: workflows, Dockerfiles, bills of
 * materials. Read, and held to rules.
 */
package dev.palisade.delivery;
