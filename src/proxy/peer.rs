//! Owns the question "whose socket is that?", answered out of the kernel's socket tables. It must not look at
//! processes.

use std::fs;
use std::net::{IpAddr, SocketAddr};

/// Who stands at the other end of a loopback connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Peer {
    /// A socket of the user that `ww` runs as.
    SameUser,
    /// A socket of somebody else.
    OtherUser,
    /// The tables cannot be read or do not list it.
    Unknown,
}

/// Looks up the owner of the socket that connected from `peer` to `local`. Reads two small files; blocking.
#[must_use]
pub fn owner(peer: SocketAddr, local: SocketAddr) -> Peer {
    let own = nix::unistd::geteuid().as_raw();
    let tables =
        ["/proc/net/tcp", "/proc/net/tcp6"].into_iter().filter_map(|path| fs::read_to_string(path).ok());
    let found = tables.into_iter().find_map(|table| uid_in(&table, peer, local));
    match found {
        Some(uid) if uid == own => Peer::SameUser,
        Some(_) => Peer::OtherUser,
        None => Peer::Unknown,
    }
}

/// The user id in the row of a table whose local end is `peer`: the row of the connecting socket.
fn uid_in(table: &str, peer: SocketAddr, local: SocketAddr) -> Option<u32> {
    let is_wide = table.lines().nth(1)?.split_whitespace().nth(1)?.len() > "00000000:0000".len();
    let (peer, local) = (spelled(peer, is_wide), spelled(local, is_wide));
    table.lines().skip(1).find_map(|row| {
        let mut columns = row.split_whitespace().skip(1);
        let is_row = columns.next() == Some(peer.as_str()) && columns.next() == Some(local.as_str());
        // After the two ends: state, queues, timer, retransmits, uid (proc_pid_net(5)).
        if is_row { columns.nth(4)?.parse().ok() } else { None }
    })
}

/// An address as the tables spell it: 32-bit words in the machine's byte order, in hex.
fn spelled(address: SocketAddr, is_wide: bool) -> String {
    let octets = match address.ip() {
        IpAddr::V4(ip) if is_wide => ip.to_ipv6_mapped().octets().to_vec(),
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    let word = |bytes: &[u8]| match bytes {
        &[a, b, c, d] => format!("{:08X}", u32::from_ne_bytes([a, b, c, d])),
        _ => String::new(),
    };
    format!("{}:{:04X}", octets.chunks(4).map(word).collect::<String>(), address.port())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{SocketAddrV6, TcpListener, TcpStream};

    #[test]
    fn a_connection_of_this_user_is_known_as_such_in_both_address_families() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let local = listener.local_addr().unwrap();
        let mapped = SocketAddrV6::new(
            "127.0.0.1".parse::<std::net::Ipv4Addr>().unwrap().to_ipv6_mapped(),
            local.port(),
            0,
            0,
        );
        for target in [local, mapped.into()] {
            let _client = TcpStream::connect(target).unwrap();
            let (_, peer) = listener.accept().unwrap();
            assert_eq!(owner(peer, local), Peer::SameUser);
        }
    }

    #[test]
    fn a_connection_that_is_not_listed_is_unknown() {
        let nowhere = "127.0.0.1:1".parse().unwrap();
        assert_eq!(owner(nowhere, nowhere), Peer::Unknown);
    }

    #[test]
    fn a_socket_of_another_user_is_told_apart() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
                     0: 0100007F:A001 0100007F:A002 01 00000000:00000000 00:00000000 00000000  4242        0 1 1\n";
        let uid = uid_in(table, "127.0.0.1:40961".parse().unwrap(), "127.0.0.1:40962".parse().unwrap());
        assert_eq!(uid, Some(4242));
    }
}
