//! Owns the rules for mail. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Lead, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "sendgrid-key",
        kind: "SENDGRID_KEY",
        words: &["SG."],
        how: How::Pattern(r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{32,}"),
        positive: &[&[
            "S",
            "G.",
            "lnQboMeRWO5VzvnBgQaNmH",
            ".",
            "LKbqII7jEWoJA-PMBPzr_G",
            "pG4KjpqbF5XdQpkcAlu31",
        ]],
        documented: "Twilio SendGrid, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "mailgun-key",
        kind: "MAILGUN_KEY",
        words: &["key-"],
        how: How::Pattern("key-[a-f0-9]{32,}"),
        positive: &[&["ke", "y-", "30a55ed9c7d1041cc63edb", "4941ef74ee"]],
        negative: &[&["key-", "value"], &["mon", "key-", "0123456789abcdef0123456789abcdef"]],
        documented: "Mailgun, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "mailchimp-key",
        kind: "MAILCHIMP_KEY",
        words: &["-us"],
        how: How::Led(Lead { class: bytes::hex, least: 32, most: 32 }, "[a-f0-9]{32}-us[0-9]{1,2}"),
        positive: &[&["998c4ce9ece840d4795ecc", "090254f5bb", "-u", "s12"]],
        documented: "Mailchimp, About API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "brevo-key",
        kind: "BREVO_KEY",
        words: &["xkeysib-", "xsmtpsib-"],
        how: How::Pattern("x(?:key|smtp)sib-[a-f0-9]{60,}-[A-Za-z0-9]{16,}"),
        positive: &[&[
            "xk",
            "eysib-",
            "d35459047217f453446aa7",
            "0198755cd50511e463d9fe",
            "72895dbfab945785902f",
            "-",
            "3qySq7RY0dJxHQpX",
        ]],
        documented: "Brevo, API and SMTP keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "mandrill-key",
        kind: "MANDRILL_KEY",
        words: &["md-"],
        how: How::Pattern(r"(md-[A-Za-z0-9_-]{22})(?:[^A-Za-z0-9_-]|\z)"),
        min_entropy: 36,
        check: bytes::mixed,
        positive: &[&["m", "d-", "bs0xeBdIGW6eKTJcdzTkqp"]],
        negative: &[&["md-", "theme-toggle-icon-2-large"]],
        documented: "Mailchimp Transactional, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "resend-key",
        kind: "RESEND_KEY",
        words: &["re_"],
        how: How::Pattern("re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24,}"),
        min_entropy: 36,
        check: bytes::mixed,
        positive: &[&["r", "e_", "t63mJLSq", "_", "pJc78SSizHQcBHMDoQ1Yt2", "3L"]],
        negative: &[&["re_", "compile_patternsThatAreLong2"]],
        documented: "Resend, API keys",
        ..Rule::PREFIX
    },
];
