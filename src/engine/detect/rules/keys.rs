//! Owns the values that have no prefix but whose name names the vendor: `DATADOG_API_KEY`, `herokuToken`. It must not
//! decide whether the name names a secret.

use crate::engine::detect::bytes::{self, Class};
use crate::engine::detect::{near, rule::Label};

/// A vendor's value: its name holds `name`, its bytes are of `class`, and there are `least` to `most` of them.
struct Key {
    id: &'static str,
    kind: &'static str,
    /// In lower case, without separators.
    name: &'static str,
    class: Class,
    least: usize,
    most: usize,
}

const fn key(
    id: &'static str,
    kind: &'static str,
    name: &'static str,
    class: Class,
    (least, most): (usize, usize),
) -> Key {
    Key { id, kind, name, class, least, most }
}

/// Lengths are those of the vendors' own consoles and documents; a second length is a second generation.
const KEYS: &[Key] = &[
    key("aws-session-token", "AWS_SESSION_TOKEN", "sessiontoken", bytes::base64, (100, 4096)),
    key("azure-client-secret", "AZURE_CLIENT_SECRET", "azure", bytes::dotted, (32, 88)),
    key("cloudflare-token", "CLOUDFLARE_TOKEN", "cloudflare", bytes::url64, (37, 40)),
    key("heroku-key", "HEROKU_KEY", "heroku", bytes::url64, (36, 36)),
    key("datadog-key", "DATADOG_KEY", "datadog", bytes::hex, (32, 40)),
    key("datadog-key", "DATADOG_KEY", "ddapikey", bytes::hex, (32, 32)),
    key("datadog-key", "DATADOG_KEY", "ddappkey", bytes::hex, (40, 40)),
    key("twilio-key", "TWILIO_KEY", "twilio", bytes::hex, (32, 32)),
    key("vault-token", "VAULT_TOKEN", "vaulttoken", bytes::dotted, (24, 200)),
    key("discord-token", "DISCORD_TOKEN", "discord", bytes::dotted, (32, 80)),
    key("mistral-key", "MISTRAL_KEY", "mistral", bytes::alnum, (32, 32)),
    key("cohere-key", "COHERE_KEY", "cohere", bytes::alnum, (40, 40)),
    key("together-key", "TOGETHER_KEY", "together", bytes::hex, (64, 64)),
    key("fastly-token", "FASTLY_TOKEN", "fastly", bytes::url64, (32, 32)),
    key("algolia-key", "ALGOLIA_KEY", "algolia", bytes::hex, (32, 32)),
    key("linode-token", "LINODE_TOKEN", "linode", bytes::hex, (64, 64)),
    key("hetzner-token", "HETZNER_TOKEN", "hetzner", bytes::alnum, (64, 64)),
    key("okta-token", "OKTA_TOKEN", "okta", bytes::url64, (42, 42)),
    key("wandb-key", "WANDB_KEY", "wandb", bytes::hex, (40, 40)),
    key("sonar-token", "SONAR_TOKEN", "sonar", bytes::alnum, (40, 40)),
    key("sentry-token", "SENTRY_TOKEN", "sentry", bytes::hex, (64, 64)),
    key("codecov-token", "CODECOV_TOKEN", "codecov", bytes::url64, (32, 36)),
    key("circleci-token", "CIRCLECI_TOKEN", "circle", bytes::hex, (40, 40)),
    key("snyk-token", "SNYK_TOKEN", "snyk", bytes::url64, (36, 36)),
    key("postmark-token", "POSTMARK_TOKEN", "postmark", bytes::url64, (36, 36)),
    key("hubspot-token", "HUBSPOT_TOKEN", "hubspot", bytes::url64, (36, 36)),
    key("confluent-secret", "CONFLUENT_SECRET", "confluent", bytes::base64, (64, 64)),
    key("facebook-secret", "FACEBOOK_SECRET", "facebook", bytes::hex, (32, 32)),
    key("twitter-secret", "TWITTER_SECRET", "twitter", bytes::url64, (25, 120)),
    key("airtable-token", "AIRTABLE_TOKEN", "airtable", bytes::dotted, (17, 82)),
    key("pagerduty-key", "PAGERDUTY_KEY", "pagerduty", bytes::base64, (20, 32)),
    key("elastic-key", "ELASTIC_KEY", "elastic", bytes::base64, (24, 88)),
    key("jfrog-key", "JFROG_KEY", "artifactory", bytes::alnum, (64, 73)),
    key("jfrog-key", "JFROG_KEY", "jfrog", bytes::alnum, (64, 73)),
    key("asana-token", "ASANA_TOKEN", "asana", bytes::alnum, (32, 32)),
    key("snowflake-token", "SNOWFLAKE_TOKEN", "snowflake", bytes::dotted, (32, 400)),
];

/// Fewest bytes of a vendor's value.
const SHORTEST: usize = 17;

/// The label of a vendor's value, if `name` and `value` are like one. AWS secret keys come first: their name may be
/// any that says `secret`, but nothing else looks like them.
pub(in crate::engine::detect) fn label(name: &[u8], value: &[u8]) -> Option<Label> {
    if value.len() < SHORTEST || !bytes::has_digit(value) || bytes::entropy(value) < 28 {
        return None;
    }
    let name: Vec<u8> =
        name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    let holds = |part: &str| memchr::memmem::find(&name, part.as_bytes()).is_some();
    if near::is_aws_secret(value)
        && value.iter().all(|&byte| bytes::base64(byte))
        && (holds("aws") || holds("secret"))
    {
        return Some(Label { id: "aws-secret-key", kind: "AWS_SECRET_KEY" });
    }
    let fits = |key: &&Key| {
        (key.least..=key.most).contains(&value.len())
            && holds(key.name)
            && value.iter().all(|&byte| (key.class)(byte))
    };
    KEYS.iter().find(fits).map(|key| Label { id: key.id, kind: key.kind })
}

/// The identifiers of all labels.
pub(in crate::engine::detect) fn ids() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|key| key.id).chain(["aws-secret-key"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendors_name_gives_a_value_its_type() {
        let hex = "0f3a9c5d7e1b2846".repeat(2);
        let label =
            |name: &str, value: &str| super::label(name.as_bytes(), value.as_bytes()).map(|label| label.kind);
        assert_eq!(label("DD_API_KEY", &hex), Some("DATADOG_KEY"));
        assert_eq!(label("twilioAuthToken", &hex), Some("TWILIO_KEY"));
        assert_eq!(label("other_token", &hex), None);
        assert_eq!(label("TWILIO_AUTH_TOKEN", "your_twilio_auth_token_goes_here"), None);
    }

    #[test]
    fn every_type_is_one() {
        for key in KEYS {
            assert!(crate::engine::placeholder::SecretType::new(key.kind).is_some(), "{}", key.kind);
            assert!((SHORTEST..=key.most).contains(&key.least));
            assert!(!key.name.contains(|c: char| !c.is_ascii_lowercase()));
        }
    }
}
