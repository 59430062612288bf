//! Owns the child's environment: one pure function from the parent's. It must not read a file, nor our own
//! environment.

use std::ffi::{OsStr, OsString};
use std::path::Path;

/// Variables that name certificates to trust *besides* the built-in ones.
pub(super) const ADDING: [&str; 3] = ["NODE_EXTRA_CA_CERTS", "CODEX_CA_CERTIFICATE", "DENO_CERT"];
/// Variables that name the certificates to trust *instead* of the built-in ones.
pub(super) const REPLACING: [&str; 12] = [
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "CARGO_HTTP_CAINFO",
    "PIP_CERT",
    "AWS_CA_BUNDLE",
    "NIX_SSL_CERT_FILE",
    "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
    "HTTPLIB2_CA_CERTS",
    "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
    "npm_config_cafile",
];
/// Names directories of trusted certificates, and wins over or adds to the file depending on the client.
pub(super) const TRUSTED_DIRECTORIES: &str = "SSL_CERT_DIR";
/// Holds the session's id in a child of `ww`.
pub(super) const SESSION: &str = "WW_SESSION";
/// Proxy variables; clients differ in which case wins, so both are set.
const PROXIES: [&str; 3] = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"];
/// Hosts that go without a proxy. MCP servers, editor links and sign-in callbacks live on loopback.
const NO_PROXY: (&str, &str) = ("NO_PROXY", "localhost,127.0.0.1,::1");
/// Variables the child must not inherit. Claude Code takes the socket before any proxy.
const REMOVED: [&str; 2] = [TRUSTED_DIRECTORIES, "ANTHROPIC_UNIX_SOCKET"];

/// What the child's environment is made of besides its parent's.
#[derive(Clone, Copy)]
pub struct Wiring<'a> {
    /// `http://ww:PASSWORD@127.0.0.1:PORT`.
    pub proxy_url: &'a str,
    /// PEM file with the session's CA and what the parent's adding variables named.
    pub added_roots: &'a Path,
    /// PEM file with the system's roots, the parent's and the session's CA.
    pub bundle: &'a Path,
    /// The session's id.
    pub session: &'a str,
}

/// The child's environment. Every variable that `ww` sets or removes is first taken out in whatever case it is
/// spelled, since a leftover in the other case would win in some client; everything else stays as it is, in order,
/// whether or not it is UTF-8.
#[must_use]
pub fn child_environment(
    parent: Vec<(OsString, OsString)>,
    wiring: &Wiring<'_>,
) -> Vec<(OsString, OsString)> {
    let ours = ours(wiring);
    let is_ours = |name: &OsStr| {
        REMOVED.iter().any(|removed| name.eq_ignore_ascii_case(removed))
            || ours.iter().any(|(our_name, _)| name.eq_ignore_ascii_case(our_name))
    };
    let mut environment = parent;
    environment.retain(|(name, _)| !is_ours(name));
    environment.extend(ours);
    environment
}

/// What `ww` sets.
fn ours(wiring: &Wiring<'_>) -> Vec<(OsString, OsString)> {
    let both = |name: &str, value: &str| {
        [(name.into(), value.into()), (name.to_ascii_lowercase().into(), value.into())]
    };
    let mut ours: Vec<(OsString, OsString)> = Vec::new();
    ours.extend(PROXIES.iter().flat_map(|name| both(name, wiring.proxy_url)));
    ours.extend(both(NO_PROXY.0, NO_PROXY.1));
    ours.push(("NODE_USE_ENV_PROXY".into(), "1".into()));
    ours.extend(ADDING.iter().map(|name| (name.into(), wiring.added_roots.into())));
    ours.extend(REPLACING.iter().map(|name| (name.into(), wiring.bundle.into())));
    ours.push((SESSION.into(), wiring.session.into()));
    ours
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt;

    use super::*;

    const URL: &str = "http://ww:x@127.0.0.1:4711";
    const LOOPBACK: &str = "localhost,127.0.0.1,::1";

    fn child(parent: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
        let parent = parent.iter().map(|(name, value)| (name.into(), value.into())).collect();
        let wiring = Wiring {
            proxy_url: URL,
            added_roots: Path::new("/run/ww/extra.pem"),
            bundle: Path::new("/run/ww/bundle.pem"),
            session: "k3f9q2",
        };
        child_environment(parent, &wiring)
    }

    fn all<'a>(environment: &'a [(OsString, OsString)], name: &str) -> Vec<&'a str> {
        environment.iter().filter(|(is, _)| is == name).map(|(_, value)| value.to_str().unwrap()).collect()
    }

    #[test]
    fn the_childs_environment_is_this_table() {
        // Whatever the parent says: (a parent's variable, its value, a name in the child, all its values there).
        for (parent, value, name, expected) in [
            ("HTTPS_PROXY", "http://corp:1", "HTTPS_PROXY", &[URL][..]),
            ("HTTPS_PROXY", "http://corp:1", "https_proxy", &[URL]),
            ("https_proxy", "http://corp:1", "https_proxy", &[URL]),
            ("Https_Proxy", "http://corp:1", "Https_Proxy", &[]),
            ("http_proxy", "", "HTTP_PROXY", &[URL]),
            ("X", "", "http_proxy", &[URL]),
            ("all_proxy", "socks5://corp:1", "ALL_PROXY", &[URL]),
            ("X", "", "all_proxy", &[URL]),
            ("no_proxy", "*", "no_proxy", &[LOOPBACK]),
            ("NO_PROXY", ".anthropic.com", "no_proxy", &[LOOPBACK]),
            ("no_proxy", "api.openai.com", "NO_PROXY", &[LOOPBACK]),
            ("NODE_USE_ENV_PROXY", "0", "NODE_USE_ENV_PROXY", &["1"]),
            ("NODE_EXTRA_CA_CERTS", "/corp.pem", "NODE_EXTRA_CA_CERTS", &["/run/ww/extra.pem"]),
            ("X", "", "CODEX_CA_CERTIFICATE", &["/run/ww/extra.pem"]),
            ("X", "", "DENO_CERT", &["/run/ww/extra.pem"]),
            ("SSL_CERT_FILE", "/corp.pem", "SSL_CERT_FILE", &["/run/ww/bundle.pem"]),
            ("X", "", "REQUESTS_CA_BUNDLE", &["/run/ww/bundle.pem"]),
            ("X", "", "GIT_SSL_CAINFO", &["/run/ww/bundle.pem"]),
            ("NPM_CONFIG_CAFILE", "/corp.pem", "npm_config_cafile", &["/run/ww/bundle.pem"]),
            ("NPM_CONFIG_CAFILE", "/corp.pem", "NPM_CONFIG_CAFILE", &[]),
            ("SSL_CERT_DIR", "/etc/ssl/certs", "SSL_CERT_DIR", &[]),
            ("ANTHROPIC_UNIX_SOCKET", "/tmp/s", "ANTHROPIC_UNIX_SOCKET", &[]),
            ("WW_SESSION", "outer1", "WW_SESSION", &["k3f9q2"]),
            ("ANTHROPIC_BASE_URL", "https://gw", "ANTHROPIC_BASE_URL", &["https://gw"]),
            ("PATH", "/bin", "PATH", &["/bin"]),
        ] {
            assert_eq!(all(&child(&[(parent, value)]), name), expected, "{parent}={value} gives {name}");
        }
    }

    #[test]
    fn every_trust_variable_is_set_exactly_once() {
        let doubled: Vec<_> = REPLACING.iter().chain(&ADDING).map(|name| (*name, "/x")).collect();
        let child = child(&[doubled.clone(), doubled.clone()].concat());
        for (name, _) in doubled {
            assert_eq!(all(&child, name).len(), 1, "{name}");
        }
    }

    #[test]
    fn names_and_values_that_are_not_utf8_survive_in_order() {
        let odd = |text: &[u8]| OsString::from_vec(text.to_vec());
        let parent =
            vec![(odd(b"A\xFF"), odd(b"1\xFE")), ("B".into(), "2".into()), ("A".into(), odd(b"\xFD"))];
        let wiring =
            Wiring { proxy_url: URL, added_roots: Path::new("e"), bundle: Path::new("b"), session: "s" };
        assert_eq!(child_environment(parent.clone(), &wiring)[..3], parent);
    }
}
