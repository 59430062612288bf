//! Owns the session's certificate authority and the leaves it signs. The authority's key must never leave memory, and
//! the authority must be worth nothing outside the session's hosts and its one day.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, NameConstraints, PKCS_ECDSA_P256_SHA256, SerialNumber,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::engine::provider::{Host, Scope};

/// How long the authority and its leaves are valid; the hour before covers a clock that was set back.
const VALID: Duration = Duration::from_secs(24 * 60 * 60);
const SKEW: Duration = Duration::from_secs(60 * 60);
/// Leaves kept for reuse. A child that asks for more names has them made again.
const MAX_LEAVES: usize = 512;

/// Why a certificate could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The certificate could not be built or signed.
    #[error("cannot make a certificate for {name}")]
    Make {
        /// What for.
        name: String,
        /// The library's reason.
        source: rcgen::Error,
    },
    /// The certificate could not be used for TLS.
    #[error("cannot use the certificate made for {name}")]
    Use {
        /// What for.
        name: String,
        /// The library's reason.
        source: rustls::Error,
    },
    /// The system gave no random bytes for a serial number.
    #[error("the system gives no random numbers")]
    Random(#[from] getrandom::Error),
}

/// The authority of one session: P-256, path length 0, held by critical name constraints to the domains in scope.
/// Its key is wiped when it is dropped.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    leaves: Mutex<HashMap<Host, Arc<ServerConfig>>>,
}

impl Authority {
    /// A fresh authority for the hosts of `scope`, valid around `now`.
    ///
    /// # Errors
    /// [`CertificateError`] when no key can be made or no random numbers are to be had.
    pub fn new(scope: &Scope, now: SystemTime) -> Result<Self, CertificateError> {
        let failed = |source| CertificateError::Make { name: "this session".to_owned(), source };
        let mut params = params("Waterwall session authority", now)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.name_constraints = Some(constraints(scope));
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)?;
        let pem = params.self_signed(&key).map_err(failed)?.pem();
        Ok(Self { issuer: Issuer::new(params, key), pem, leaves: Mutex::default() })
    }

    /// The authority's certificate, for the child to trust.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// The TLS side of `host`, with a leaf of its own key made on first use. HTTP/2 and HTTP/1.1 are offered.
    ///
    /// # Errors
    /// [`CertificateError`] when the leaf cannot be made.
    pub fn server(&self, host: &Host, now: SystemTime) -> Result<Arc<ServerConfig>, CertificateError> {
        if let Some(config) = self.leaves().get(host) {
            return Ok(Arc::clone(config));
        }
        let config = Arc::new(self.make(host, now)?);
        let mut leaves = self.leaves();
        if leaves.len() >= MAX_LEAVES {
            leaves.clear();
        }
        leaves.insert(host.clone(), Arc::clone(&config));
        Ok(config)
    }

    fn leaves(&self) -> std::sync::MutexGuard<'_, HashMap<Host, Arc<ServerConfig>>> {
        self.leaves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make(&self, host: &Host, now: SystemTime) -> Result<ServerConfig, CertificateError> {
        let failed = |source| CertificateError::Make { name: host.to_string(), source };
        let unusable = |source| CertificateError::Use { name: host.to_string(), source };
        let mut params = params(host.as_str(), now)?;
        params.subject_alt_names =
            CertificateParams::new([host.to_string()]).map_err(failed)?.subject_alt_names;
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)?;
        let leaf = params.signed_by(&key, &self.issuer).map_err(failed)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], key)
            .map_err(unusable)?;
        config.alpn_protocols = [&b"h2"[..], b"http/1.1", b"http/1.0"].map(<[u8]>::to_vec).into();
        Ok(config)
    }
}

fn params(name: &str, now: SystemTime) -> Result<CertificateParams, CertificateError> {
    let mut serial = [0; 16];
    getrandom::fill(&mut serial)?;
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    // A common name holds at most 64 characters (X.520); the host itself is in the alternative name.
    let name: String = name.chars().take(64).collect();
    params.distinguished_name.push(DnType::CommonName, name);
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    params.not_before = (now - SKEW).into();
    params.not_after = (now + VALID).into();
    Ok(params)
}

fn constraints(scope: &Scope) -> NameConstraints {
    let mut permitted = Vec::new();
    let mut has_address = false;
    for domain in scope.domains() {
        permitted.push(match domain.parse::<IpAddr>() {
            Ok(address) => {
                has_address = true;
                let bits = if address.is_ipv4() { 32 } else { 128 };
                GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, bits))
            }
            Err(_) => GeneralSubtree::DnsName(domain.to_owned()),
        });
    }
    // Constraints bind only the kinds of name that they mention: without these two, any address would be permitted.
    let everything = [CidrSubnet::from_v4_prefix([0; 4], 0), CidrSubnet::from_v6_prefix([0; 16], 0)];
    let excluded = if has_address { vec![] } else { everything.map(GeneralSubtree::IpAddress).to_vec() };
    NameConstraints { permitted_subtrees: permitted, excluded_subtrees: excluded }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::client::danger::ServerCertVerifier;
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject};

    fn authority(added: &[&str]) -> Authority {
        Authority::new(&Scope::new(added.iter().copied()).unwrap(), SystemTime::now()).unwrap()
    }

    fn leaf(authority: &Authority, host: &str) -> CertificateDer<'static> {
        let host = Host::new(host).unwrap();
        let mut params = params(host.as_str(), SystemTime::now()).unwrap();
        params.subject_alt_names = CertificateParams::new([host.to_string()]).unwrap().subject_alt_names;
        let key = KeyPair::generate().unwrap();
        params.signed_by(&key, &authority.issuer).unwrap().der().clone()
    }

    fn trusted(authority: &Authority, host: &str) -> bool {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let verifier = rustls::client::WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .unwrap();
        let name = ServerName::try_from(host.to_owned()).unwrap();
        verifier.verify_server_cert(&leaf(authority, host), &[], &name, &[], UnixTime::now()).is_ok()
    }

    #[test]
    fn a_leaf_is_trusted_for_hosts_in_scope_and_for_no_other() {
        let authority = authority(&["llm.example.org"]);
        for host in [
            "api.anthropic.com",
            "api.openai.com",
            "llm.example.org",
            "bedrock-runtime.eu-west-1.amazonaws.com",
        ] {
            assert!(trusted(&authority, host), "{host}");
        }
        for host in ["bank.example.com", "example.org", "127.0.0.1"] {
            assert!(!trusted(&authority, host), "{host}");
        }
    }

    #[test]
    fn an_address_in_scope_is_trusted_and_others_are_not() {
        let authority = authority(&["127.0.0.9"]);
        assert!(trusted(&authority, "127.0.0.9"));
        assert!(!trusted(&authority, "127.0.0.1"));
    }

    #[test]
    fn no_two_certificates_share_a_serial_number() {
        let now = SystemTime::now();
        let serials: std::collections::HashSet<_> =
            (0..100).map(|_| params("x", now).unwrap().serial_number.unwrap().to_bytes()).collect();
        assert_eq!(serials.len(), 100);
    }
}
