//! Owns the credentials that vendors print in their public documents as examples. Everybody has them, so they open
//! nothing, and a text about them should stay readable. It must not guess: only exact values count.

/// A value in pieces, so that no scanner takes this file for a leak, and the document that prints it.
struct Published {
    pieces: &'static [&'static str],
    #[cfg_attr(not(test), expect(dead_code, reason = "for the reader, and the test that no value lacks it"))]
    printed_in: &'static str,
}

const fn published(printed_in: &'static str, pieces: &'static [&'static str]) -> Published {
    Published { pieces, printed_in }
}

const PUBLISHED: &[Published] = &[
    published("AWS IAM user guide, Access keys", &["AKIA", "IOSFODNN7", "EXAMPLE"]),
    published("AWS IAM user guide, Access keys", &["wJalrXUtnFEMI/", "K7MDENG/", "bPxRfiCY", "EXAMPLEKEY"]),
    published("AWS CLI user guide, Named profiles", &["AKIA", "I44QH8DHB", "EXAMPLE"]),
    published(
        "AWS CLI user guide, Named profiles",
        &["je7MtGbClwBF/", "2Zp9Utk/", "h3yCo8nvb", "EXAMPLEKEY"],
    ),
    published("AWS STS API reference, GetSessionToken", &["ASIA", "IOSFODNN7", "EXAMPLE"]),
    published(
        "AWS STS API reference, GetSessionToken",
        &["wJalrXUtnFEMI/", "K7MDENG/", "bPxRfiCYzEXAMPLEKEY"],
    ),
    published(
        "Microsoft Learn, Use the Azurite emulator",
        &["Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50u", "SRZ6IFsuFq2UVErCz4I6tq/", "K1SZFPTOtr/KBHBeksoGMGw=="],
    ),
    published(
        "Microsoft Learn, Use the Azure Cosmos DB emulator",
        &["C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2", "nQ9nDuVTqobD4b8mGGyPMbIZ", "nqyMsEcaGQy67XIw/Jw=="],
    ),
    published("Stripe, API reference, Authentication", &["sk_", "test_", "4eC39HqLyjWDarjtT1zdp7dc"]),
    published("Stripe, API reference, Authentication", &["sk_", "test_", "BQokikJOvBiI2HlWgH4olfQ2"]),
    published("Stripe, API reference, Authentication", &["sk_", "test_", "26PHem9AhJZvU623DfE1x4sd"]),
    published(
        "jwt.io, the first example",
        &[
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
            ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ",
            ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
        ],
    ),
    published(
        "jwt.io, the first example, before 2018",
        &[
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
            ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiYWRtaW4iOnRydWV9",
            ".TJVA95OrM7E2cBab30RMHrHDcEfxjoYZgeFONFh7HgQ",
        ],
    ),
    published(
        "RFC 7515, appendix A.1",
        &[
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9",
            ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        ],
    ),
    published("RFC 7617, section 2", &["QWxhZGRpbjpv", "cGVuIHNlc2FtZQ=="]),
    published("RFC 7617, section 2.1", &["dGVzdDoxMjPC", "ow=="]),
    published("RFC 6750, section 2.1", &["mF_9.", "B5f-", "4.1JqM"]),
    published("RFC 6749, section 4.1.3", &["czZCaGRSa3F0", "MzpnWDFmQmF0M2JW"]),
    published("RFC 6749, section 4.1.4", &["2YotnFZFEjr1", "zCsicMWpAA"]),
    published("RFC 6749, section 5.1", &["tGzv3JOkF0XG", "5Qx2TlKWIA"]),
    published("RFC 6749, section 2.3.1", &["7Fjfp0ZBr1Kt", "DRbnfVdmIw"]),
    published("Key URI format of google-authenticator", &["HXDMVJECJJWS", "RB3HWIZR4IFUGFTMXBOZ"]),
    published("Key URI format of google-authenticator", &["JBSWY3DP", "EHPK3PXP"]),
];

/// Whether `secret` is, to the byte, such a value.
pub(super) fn is_published(secret: &[u8]) -> bool {
    PUBLISHED.iter().any(|published| {
        let rest =
            published.pieces.iter().try_fold(secret, |rest, piece| rest.strip_prefix(piece.as_bytes()));
        rest.is_some_and(<[u8]>::is_empty)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_value_counts() {
        for published in PUBLISHED {
            let value = published.pieces.concat();
            assert!(is_published(value.as_bytes()), "{}", published.printed_in);
            assert!(!is_published(&value.as_bytes()[1..]) && !is_published(format!("{value}x").as_bytes()));
        }
    }

    #[test]
    fn every_value_names_its_document_and_stands_once() {
        let mut values: Vec<String> = PUBLISHED.iter().map(|published| published.pieces.concat()).collect();
        values.sort();
        values.dedup();
        assert_eq!(values.len(), PUBLISHED.len());
        assert!(PUBLISHED.iter().all(|published| !published.printed_in.is_empty()));
    }
}
