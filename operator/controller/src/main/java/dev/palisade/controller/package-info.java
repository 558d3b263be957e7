/** The operator: observe, plan, effect, status. */
package dev.palisade.controller;
