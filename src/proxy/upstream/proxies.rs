//! Owns which hosts are reached through the parent's proxy, and through which. It must not go round a proxy that it
//! does not understand.

use std::net::IpAddr;

use hyper_util::client::proxy::matcher::{Intercept, Matcher};

/// Why a proxy's address cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadProxy {
    /// It is no address.
    #[error("not the address of a proxy")]
    Address,
    /// It is the address of a SOCKS proxy.
    #[error("the address of a SOCKS proxy")]
    Socks,
}

/// The parent's proxies, and the hosts that go without. No `Debug`: an address may hold its password.
#[derive(Default)]
pub struct Proxies {
    /// For `https` and for tunnels.
    pub https: Option<Intercept>,
    /// For plain `http`.
    pub http: Option<Intercept>,
    /// Who goes without.
    pub without: Without,
}

impl Proxies {
    /// The proxy to a host, if there is one; an IPv6 address has no brackets.
    #[must_use]
    pub fn of(&self, secure: bool, host: &str, port: u16) -> Option<&Intercept> {
        let proxy = if secure { &self.https } else { &self.http };
        proxy.as_ref().filter(|_| !self.without.contains(host, port))
    }

    /// Reads a proxy's address as curl does: the scheme is `http` when none is given, user and password are
    /// percent-encoded. Empty means none.
    ///
    /// # Errors
    /// [`BadProxy`].
    pub fn address(address: &str) -> Result<Option<Intercept>, BadProxy> {
        let address = address.trim();
        if address.is_empty() {
            return Ok(None);
        }
        let scheme = address.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        if scheme.is_some_and(|scheme| scheme.starts_with("socks")) {
            return Err(BadProxy::Socks);
        }
        let any_url = hyper::Uri::from_static("https://host.invalid/");
        let matcher = Matcher::builder().https(address.trim_end_matches('/')).build();
        let proxy = matcher.intercept(&any_url).ok_or(BadProxy::Address)?;
        // Without a host, or with a port that is none, there is nowhere to go.
        let authority = proxy.uri().authority().filter(|it| !it.host().is_empty());
        match authority {
            Some(it) if it.as_str() == it.host() || it.port_u16().is_some() => Ok(Some(proxy)),
            _ => Err(BadProxy::Address),
        }
    }
}

/// What a `NO_PROXY` lists.
#[derive(Default)]
pub struct Without(Vec<Rule>);

struct Rule {
    hosts: Hosts,
    /// All ports when `None`.
    port: Option<u16>,
}

enum Hosts {
    All,
    /// This name, lower case, and every name below it.
    Domain(String),
    /// Addresses that agree with this one in the first so many bits.
    Network(IpAddr, u32),
}

impl Without {
    /// Reads a list, parted by commas or white space: `*`, a name (which stands for all names below it too, with or
    /// without a dot or `*.` before it), an address, a network in CIDR form; each but a network may have a port.
    /// What is none of these matches nothing.
    #[must_use]
    pub fn new(list: &str) -> Self {
        let entries = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty());
        Self(entries.filter_map(Rule::new).collect())
    }

    /// Whether a host is listed; an IPv6 address has no brackets.
    #[must_use]
    pub fn contains(&self, host: &str, port: u16) -> bool {
        let address = host.parse().ok();
        let names = |rule: &Rule| match &rule.hosts {
            Hosts::All => true,
            Hosts::Network(network, bits) => address.is_some_and(|address| within(*network, *bits, address)),
            Hosts::Domain(domain) => {
                let above = host.strip_suffix(domain.as_str());
                above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
            }
        };
        self.0.iter().any(|rule| rule.port.is_none_or(|it| it == port) && names(rule))
    }
}

impl Rule {
    fn new(entry: &str) -> Option<Self> {
        if let Some((network, bits)) = entry.split_once('/') {
            let (network, bits) = (network.parse::<IpAddr>().ok()?, bits.parse().ok()?);
            return (bits <= width(network))
                .then_some(Self { hosts: Hosts::Network(network, bits), port: None });
        }
        if let Some(address) = address(entry) {
            return Some(Self { hosts: Hosts::Network(address, width(address)), port: None });
        }
        let (host, port) = match entry.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().ok()?)),
            None => (entry, None),
        };
        let hosts = match address(host) {
            Some(address) => Hosts::Network(address, width(address)),
            None if host == "*" => Hosts::All,
            None => {
                let domain = host.trim_start_matches('*').trim_start_matches('.').trim_end_matches('.');
                if domain.is_empty() {
                    return None;
                }
                Hosts::Domain(domain.to_ascii_lowercase())
            }
        };
        Some(Self { hosts, port })
    }
}

fn address(text: &str) -> Option<IpAddr> {
    text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text).parse().ok()
}

fn width(address: IpAddr) -> u32 {
    if address.is_ipv4() { u32::BITS } else { u128::BITS }
}

fn within(network: IpAddr, bits: u32, address: IpAddr) -> bool {
    let differing = match (network, address) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        _ => return false,
    };
    differing >= bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_curl_reads_them() {
        for (address, expected, auth) in [
            ("http://corp:3128", "http://corp:3128/", None),
            ("corp:3128", "http://corp:3128/", None),
            ("corp:3128/", "http://corp:3128/", None),
            ("corp", "http://corp/", None),
            (" HTTPS://corp ", "https://corp/", None),
            ("http://[::1]:8080/", "http://[::1]:8080/", None),
            ("[::1]:8080", "http://[::1]:8080/", None),
            ("http://us%40er:p%3Aw%2F@corp:1", "http://corp:1/", Some("Basic dXNAZXI6cDp3Lw==")),
            ("user:pw@corp:1", "http://corp:1/", Some("Basic dXNlcjpwdw==")),
            ("http://user@corp:1", "http://corp:1/", Some("Basic dXNlcjo=")),
        ] {
            let Ok(Some(proxy)) = Proxies::address(address) else { panic!("{address}") };
            assert_eq!(proxy.uri().to_string().to_ascii_lowercase(), expected, "{address}");
            assert_eq!(proxy.basic_auth().map(|it| it.to_str().unwrap()), auth, "{address}");
        }
        assert!(matches!(Proxies::address(" "), Ok(None)));
    }

    #[test]
    fn what_is_no_http_proxy_is_told_apart() {
        for address in ["socks5://corp:1080", "socks5h://u:p@corp", "SOCKS4a://corp:1080", "socks://corp:1"] {
            assert_eq!(Proxies::address(address).err(), Some(BadProxy::Socks), "{address}");
        }
        for address in
            ["http://[nonsense", "ftp://corp:21", "http://", "http://:80", "http://corp:99999", "a b"]
        {
            assert_eq!(Proxies::address(address).err(), Some(BadProxy::Address), "{address}");
        }
    }

    #[test]
    fn hosts_go_without_by_name_suffix_address_network_and_port() {
        for (list, host, port, expected) in [
            ("*", "api.example.com", 443, true),
            ("*", "::1", 443, true),
            ("x.org, *", "api.example.com", 443, true),
            ("api.example.com", "api.example.com", 443, true),
            ("API.Example.COM.", "api.example.com", 443, true),
            ("api.example.com", "example.com", 443, false),
            (".example.com", "api.example.com", 443, true),
            (".example.com", "example.com", 443, true),
            ("*.example.com", "api.example.com", 443, true),
            ("example.com", "a.b.example.com", 443, true),
            ("example.com", "notexample.com", 443, false),
            ("example.com", "example.com.evil.org", 443, false),
            ("example.org\texample.com", "api.example.com", 443, true),
            (" , ,example.com , ", "example.com", 443, true),
            ("example.com:8443", "example.com", 443, false),
            ("example.com:8443", "api.example.com", 8443, true),
            ("*:8443", "api.example.com", 8443, true),
            ("example.com:x", "example.com", 443, false),
            ("10.1.2.3", "10.1.2.3", 443, true),
            ("10.1.2.3:80", "10.1.2.3", 443, false),
            ("10.1.0.0/16", "10.1.255.9", 443, true),
            ("10.1.77.77/16", "10.1.255.9", 443, true),
            ("10.1.0.0/16", "10.2.0.1", 443, false),
            ("0.0.0.0/0", "10.2.0.1", 443, true),
            ("0.0.0.0/0", "example.com", 443, false),
            ("0.0.0.0/33", "10.2.0.1", 443, false),
            ("10.2.0.1/32", "10.2.0.1", 443, true),
            ("fd00::/8", "fd12::1", 443, true),
            ("fd00::/8", "fe80::1", 443, false),
            ("::1", "::1", 443, true),
            ("[::1]", "::1", 443, true),
            ("[::1]:443", "::1", 443, true),
            ("[::1]:444", "::1", 443, false),
            ("::/0", "10.0.0.1", 443, false),
            ("", "example.com", 443, false),
            (".", "example.com", 443, false),
            ("com", "example.com", 443, true),
        ] {
            assert_eq!(Without::new(list).contains(host, port), expected, "{list:?} {host}:{port}");
        }
    }
}
