package dev.palisade.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AbiTest {
  private static final Path HEADERS = Path.of("/usr/include");

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "aarch64"})
  void bothMachinesHaveTheGenericNumbers(String machine) {
    assertThatCode(() -> Abi.require(machine)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"arm", "ppc64le", "s390x", "mips64el"})
  void anotherMachineIsToldTheWayOut(String machine) {
    assertThatThrownBy(() -> Abi.require(machine))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(machine)
        .hasMessageContaining("denials.enabled=false");
  }

  /** Against the kernel's own headers; the generic ones are the same text on every machine. */
  @ParameterizedTest
  @CsvSource({
    "SOL_SOCKET,asm-generic/socket.h",
    "SO_RCVBUF,asm-generic/socket.h",
    "SO_RCVTIMEO,asm-generic/socket.h",
    "SO_RCVBUFFORCE,asm-generic/socket.h",
    "SOCK_CLOEXEC,asm-generic/fcntl.h",
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
