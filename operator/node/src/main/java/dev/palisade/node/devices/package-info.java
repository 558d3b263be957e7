/** Rules about devices: a program at the cgroup of each pod that is to have one. */
package dev.palisade.node.devices;
