package dev.palisade.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AbiTest {
  private static final Path HEADERS = Path.of("/usr/include");

  @Test
  void bothMachinesHaveTheGenericNumbersButForBpf() throws IOException {
    Abi.requireSockets("amd64");
    Abi.requireSockets("aarch64");
    assertThat(Abi.bpf("amd64")).isEqualTo(321);
    assertThat(Abi.bpf("aarch64")).isEqualTo(280);
  }

  @ParameterizedTest
  @ValueSource(strings = {"arm", "ppc64le", "s390x", "mips64el"})
  void anotherMachineIsToldTheWayOut(String machine) {
    assertThatThrownBy(() -> Abi.requireSockets(machine))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(machine)
        .hasMessageContaining("denials.enabled=false");
    assertThatThrownBy(() -> Abi.bpf(machine))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(machine)
        .hasMessageContaining("devices.enabled=false");
  }

  /** Against the kernel's own headers; the generic ones are the same text on every machine. */
  @ParameterizedTest
  @CsvSource({
    "SOL_SOCKET,asm-generic/socket.h",
    "SO_RCVBUF,asm-generic/socket.h",
    "SO_RCVTIMEO,asm-generic/socket.h",
    "SO_RCVBUFFORCE,asm-generic/socket.h",
    "SOCK_CLOEXEC,asm-generic/fcntl.h",
    "O_CLOEXEC,asm-generic/fcntl.h",
    "ENOENT,asm-generic/errno-base.h",
    "EPERM,asm-generic/errno-base.h",
    "EINTR,asm-generic/errno-base.h",
    "EAGAIN,asm-generic/errno-base.h",
    "ENOBUFS,asm-generic/errno.h",
    "NETLINK_AUDIT,linux/netlink.h"
  })
  void numbersAreThoseOfTheHeaders(String name, String header)
      throws IOException, ReflectiveOperationException {
    assumeTrue(Files.exists(HEADERS.resolve(header)), "no kernel headers (linux-libc-dev) here");
    assertThat(Abi.class.getDeclaredField(name).getInt(null)).isEqualTo(defined(name, header));
  }

  /** The names under which the headers have a number that goes by two. */
  private static int defined(String name, String header) throws IOException {
    String there =
        switch (name) {
          case "SO_RCVTIMEO" -> "SO_RCVTIMEO_OLD"; // the one of 64-bit machines
          case "SOCK_CLOEXEC" -> "O_CLOEXEC";
          default -> name;
        };
    Matcher define =
        Pattern.compile("(?m)^#define\\s+" + there + "\\s+(\\d+)")
            .matcher(Files.readString(HEADERS.resolve(header)));
    assertThat(define.find()).as("%s in %s", there, header).isTrue();
    return Integer.decode(define.group(1));
  }

  @ParameterizedTest
  @CsvSource({"280,asm-generic/unistd.h", "321,x86_64-linux-gnu/asm/unistd_64.h"})
  void theNumberOfBpfIsThatOfTheHeaders(int number, String header) throws IOException {
    assumeTrue(Files.exists(HEADERS.resolve(header)), "no such kernel header here");
    assertThat(defined("__NR_bpf", header)).isEqualTo(number);
  }

  /** Places in enums that have no values written out. */
  @ParameterizedTest
  @CsvSource({
    "BPF_PROG_LOAD,bpf_cmd",
    "BPF_OBJ_PIN,bpf_cmd",
    "BPF_OBJ_GET,bpf_cmd",
    "BPF_PROG_ATTACH,bpf_cmd",
    "BPF_OBJ_GET_INFO_BY_FD,bpf_cmd",
    "BPF_PROG_QUERY,bpf_cmd",
    "BPF_PROG_TYPE_CGROUP_DEVICE,bpf_prog_type",
    "BPF_CGROUP_DEVICE,bpf_attach_type"
  })
  void commandsAndTypesAreThoseOfTheHeaders(String name, String within)
      throws IOException, ReflectiveOperationException {
    Path header = HEADERS.resolve("linux/bpf.h");
    assumeTrue(Files.exists(header), "no kernel headers (linux-libc-dev) here");
    String text = Files.readString(header);
    int start = text.indexOf("enum " + within + " {");
    // Those with a value written out are other names of the one before.
    String[] values =
        text.substring(text.indexOf('{', start) + 1, text.indexOf("};", start))
            .replaceAll("(?s)/\\*.*?\\*/", "")
            .replaceAll("\\w+ = \\w+,", "")
            .replaceAll("\\s", "")
            .split(",", -1);
    assertThat(Arrays.asList(values).indexOf(name))
        .isEqualTo(Abi.class.getDeclaredField(name).getInt(null));
  }

  @Test
  void flagAndMagicAreThoseOfTheHeaders() throws IOException {
    assumeTrue(Files.exists(HEADERS.resolve("linux/bpf.h")), "no kernel headers here");
    assertThat(Files.readString(HEADERS.resolve("linux/bpf.h")))
        .containsPattern("#define BPF_F_ALLOW_MULTI\\s+\\(1U << 1\\)");
    assertThat(Files.readString(HEADERS.resolve("linux/magic.h")))
        .containsPattern("#define BPF_FS_MAGIC\\s+0x%x".formatted(Abi.BPF_FS_MAGIC));
    assertThat(Abi.BPF_F_ALLOW_MULTI).isEqualTo(1 << 1);
  }

  /** The first of an enum that has no values written out. */
  @Test
  void readlogIsTheFirstMulticastGroup() throws IOException {
    Path header = HEADERS.resolve("linux/audit.h");
    assumeTrue(Files.exists(header), "no kernel headers (linux-libc-dev) here");
    assertThat(Files.readString(header).replaceAll("\\s|/\\*.*?\\*/", ""))
        .contains("{AUDIT_NLGRP_NONE,AUDIT_NLGRP_READLOG,");
    assertThat(Abi.AUDIT_NLGRP_READLOG).isEqualTo(1);
  }
}
