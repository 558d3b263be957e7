package dev.palisade.policy.apparmor;

import dev.palisade.policy.Word;
import java.util.Locale;

/**
 * Address families of sockets: those of the pinned feature set ({@code network_v8/af_mask}) but
 * {@code unspec}, of which no socket can be.
 */
public enum Family implements Word {
  UNIX,
  INET,
  AX25,
  IPX,
  APPLETALK,
  NETROM,
  BRIDGE,
  ATMPVC,
  X25,
  INET6,
  ROSE,
  NETBEUI,
  SECURITY,
  KEY,
  NETLINK,
  PACKET,
  ASH,
  ECONET,
  ATMSVC,
  RDS,
  SNA,
  IRDA,
  PPPOX,
  WANPIPE,
  LLC,
  IB,
  MPLS,
  CAN,
  TIPC,
  BLUETOOTH,
  IUCV,
  RXRPC,
  ISDN,
  PHONET,
  IEEE802154,
  CAIF,
  ALG,
  NFC,
  VSOCK,
  KCM,
  QIPCRTR,
  SMC,
  XDP,
  MCTP;

  @Override
  public String word() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
