package dev.palisade.node.plan;

import dev.palisade.node.model.Filter;

/** One change of kernel or disk. */
public sealed interface Step {

  /** The profile, blob or filter that the step is about. */
  String subject();

  String why();

  /** Loads a cached blob. */
  record Load(Wanted wanted) implements Step {
    @Override
    public String subject() {
      return wanted.profile();
    }

    @Override
    public String why() {
      return wanted.why();
    }
  }

  /** Gets a blob from the API server, keeps it on disk, and loads it if it is not loaded. */
  record Fetch(Wanted wanted, boolean load) implements Step {
    @Override
    public String subject() {
      return wanted.profile();
    }

    @Override
    public String why() {
      return wanted.why();
    }
  }

  /** Removes a profile after the checks of I3, which are made live. */
  record Unload(String subject, String why) implements Step {}

  /** Removes a blob from disk after a live list has shown that no object names it. */
  record Forget(String subject, String why) implements Step {}

  /** Gets a filter from the API server and makes its file, or puts it right. */
  record Write(Filter filter, String why) implements Step {
    @Override
    public String subject() {
      return filter.name();
    }
  }

  /** Removes a filter's file after the checks of I3, which are made live. */
  record Remove(String subject, String why) implements Step {}
}
