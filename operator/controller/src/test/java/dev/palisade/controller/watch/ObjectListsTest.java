package dev.palisade.controller.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ObjectListsTest {
  @Test
  void aWatchBecomesTheListOfTheSameObjects() {
    assertThat(
            ObjectLists.list(
                URI.create(
                    "https://h:6443/apis/x/v1/things?allowWatchBookmarks=true&labelSelector=a%3Db&resourceVersion=5&timeoutSeconds=600&watch=true")))
        .isEqualTo("https://h:6443/apis/x/v1/things?limit=500&labelSelector=a%3Db");
  }
}
