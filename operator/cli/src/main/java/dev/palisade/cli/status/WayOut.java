package dev.palisade.cli.status;

/** What a person does about a reason. */
record WayOut(String reason, String action) {}
