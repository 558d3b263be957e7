/**
 * Rules about devices as values: what they come to for each device, and the program that holds
 * them.
 */
package dev.palisade.policy.device;
