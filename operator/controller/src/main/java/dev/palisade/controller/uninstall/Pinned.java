package dev.palisade.controller.uninstall;

/** A policy with the finalizer that only the operator takes off. */
record Pinned(String namespace, String name) {}
