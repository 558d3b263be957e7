package dev.palisade.controller.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the metadata alone, in pages. */
final class ObjectLists implements ObjectsOf {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectLists.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
  private static final Set<String> SELECTORS = Set.of("labelSelector", "fieldSelector");
  private static final int PAGE = 500;
  private static final int LIMIT_SECONDS = 30;
  private final KubernetesClient client;

  ObjectLists(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public OptionalLong print(URI watch) {
    try {
      long print = 0;
      String next = "";
      do {
        JsonNode page = page(URI.create(list(watch) + next));
        for (JsonNode item : page.path("items")) {
          JsonNode meta = item.path("metadata");
          // A sum does not depend on the order.
          print += mixed(meta.path("uid").asText() + meta.path("resourceVersion").asText());
        }
        String token = page.path("metadata").path("continue").asText();
        next =
            token.isEmpty() ? "" : "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
      } while (!next.isEmpty());
      return OptionalLong.of(print);
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.atWarn()
          .addKeyValue("resource", watch.getPath())
          .addKeyValue("error", String.valueOf(e.getMessage()))
          .log("cannot list what a silent watch is about");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return OptionalLong.empty();
  }

  private static long mixed(String text) {
    return new SplittableRandom(text.hashCode()).nextLong();
  }

  static String list(URI watch) {
    String selectors =
        Arrays.stream(watch.getRawQuery().split("&"))
            .filter(p -> SELECTORS.contains(p.split("=", 2)[0]))
            .map(p -> "&" + p)
            .collect(Collectors.joining());
    return watch.getScheme()
        + "://"
        + watch.getRawAuthority()
        + watch.getRawPath()
        + "?limit="
        + PAGE
        + selectors;
  }

  private JsonNode page(URI uri)
      throws IOException, ExecutionException, TimeoutException, InterruptedException {
    var http = client.getHttpClient();
    HttpResponse<byte[]> response =
        http.sendAsync(
                http.newHttpRequestBuilder().uri(uri).header("Accept", METADATA).build(),
                byte[].class)
            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!response.isSuccessful()) {
      throw new IOException("GET " + uri.getPath() + ": " + response.code());
    }
    return JSON.readTree(response.body());
  }
}
