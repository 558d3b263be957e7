/** The rollout planner: an observed snapshot and a time to steps with reasons. Pure. */
package dev.palisade.rollout;
