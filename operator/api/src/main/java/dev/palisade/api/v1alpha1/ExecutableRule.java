package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A rule about programs: execute, and map as code. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ExecutableRule extends PathRule {}
