//! Owns the rules for model hosting, and the services that agents call beside a model. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "replicate-token",
        kind: "REPLICATE_TOKEN",
        words: &["r8_"],
        how: How::Pattern("r8_[A-Za-z0-9]{37,}"),
        positive: &[&["r", "8_", "jSu3vLOwu39cVdTbgj8pfv", "JYHv9OTsz9x7hG4"]],
        documented: "Replicate, API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "huggingface-token",
        kind: "HUGGINGFACE_TOKEN",
        words: &["hf_", "api_org_"],
        how: How::Pattern("(?:hf|api_org)_[A-Za-z0-9]{34,}"),
        min_entropy: 30,
        check: bytes::cased,
        positive: &[
            &["h", "f_", "YjxdhZcJTFavamTPRWhKRy", "EArhGgSTmpAX"],
            &["api_", "org_", "GUPaYoaEhEJSIEULlxVNDD", "EPJVEBgBUKad"],
        ],
        negative: &[&["hf_", "model_loader_configuration_for_tests"]],
        documented: "Hugging Face, User access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "cerebras-key",
        kind: "CEREBRAS_KEY",
        words: &["csk-"],
        how: How::Pattern("csk-[a-z0-9]{40,}"),
        positive: &[&["cs", "k-", "ilhrzq2dsbc2rdw1b2xbut", "8adu55ye965zbnu9kpe335", "2yyt"]],
        documented: "Cerebras inference, Quickstart",
        ..Rule::PREFIX
    },
    Rule {
        id: "fireworks-key",
        kind: "FIREWORKS_KEY",
        words: &["fw_"],
        how: How::Pattern("fw_[A-Za-z0-9]{22,}"),
        min_entropy: 32,
        check: bytes::mixed,
        positive: &[&["f", "w_", "9S17rrSMuqePCoHxLA69w1", "t8"]],
        documented: "Fireworks AI, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "together-key",
        kind: "TOGETHER_KEY",
        words: &["tgp_v1_"],
        how: How::Pattern("tgp_v1_[A-Za-z0-9_-]{40,}"),
        positive: &[&["tgp", "_v1_", "TYQig5JJ48AdWPvmaWbzdo", "EwRS7x3E7bkjWHNVYiLwm"]],
        documented: "Together AI, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "elevenlabs-key",
        kind: "ELEVENLABS_KEY",
        words: &["sk_"],
        how: How::Pattern("sk_[a-f0-9]{48,}"),
        positive: &[&["s", "k_", "0802d150502ff49d420877", "83ed9eb1e4349a7b7264dc", "be38"]],
        negative: &[&["sk_", "estimator_name"]],
        documented: "ElevenLabs, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "langsmith-key",
        kind: "LANGSMITH_KEY",
        words: &["lsv2_pt_", "lsv2_sk_"],
        how: How::Pattern("lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10,}"),
        positive: &[&["lsv2", "_pt_", "3f1223fd525399cf584b39", "6fa1bda26c", "_", "81c7886642"]],
        documented: "LangSmith, Create an API key",
        ..Rule::PREFIX
    },
    Rule {
        id: "jina-key",
        kind: "JINA_KEY",
        words: &["jina_"],
        how: How::Pattern("jina_[A-Za-z0-9_-]{50,}"),
        positive: &[&["ji", "na_", "WyyGyMMDXJjU0xktEzgvVV", "OGdiYkQx44BM2K8LwCDXgj", "9rzR7MOYWJ7dHv10"]],
        documented: "Jina AI, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "tavily-key",
        kind: "TAVILY_KEY",
        words: &["tvly-"],
        how: How::Pattern("tvly-(?:[a-z]{3,4}-)?[A-Za-z0-9-]{30,}"),
        positive: &[&["tv", "ly-", "dev-", "9PFMo7l4S89BFjBBVnLjOh", "HX9LDWvpsQ"]],
        documented: "Tavily, API reference",
        ..Rule::PREFIX
    },
    Rule {
        id: "firecrawl-key",
        kind: "FIRECRAWL_KEY",
        words: &["fc-"],
        how: How::Pattern("fc-[a-f0-9]{32}"),
        min_entropy: 30,
        positive: &[&["f", "c-", "db41da942b89e659000342", "b67f105473"]],
        documented: "Firecrawl, API reference",
        ..Rule::PREFIX
    },
    Rule {
        id: "nvidia-key",
        kind: "NVIDIA_KEY",
        words: &["nvapi-"],
        how: How::Pattern("nvapi-[A-Za-z0-9_-]{60,}"),
        positive: &[&[
            "nv",
            "api-",
            "3HiEYBsZo2lDRqcsYyaADI",
            "bOK5Zbw0o5942y60oGQniE",
            "HQLFxnrv-aeQAtt1NnAU",
        ]],
        documented: "NVIDIA NIM, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "brave-key",
        kind: "BRAVE_KEY",
        words: &["BSA"],
        how: How::Pattern("BSA[A-Za-z0-9_-]{28,}"),
        min_entropy: 36,
        check: bytes::mixed,
        positive: &[&["BS", "A", "Rt0chE7Jd2omLTNRAGhZqA", "qU0k4P"]],
        documented: "Brave Search API, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "cursor-key",
        kind: "CURSOR_KEY",
        words: &["key_"],
        how: How::Pattern("key_[a-f0-9]{64}"),
        positive: &[&[
            "ke",
            "y_",
            "250824ca6c6468a80e4ef0",
            "38679a239b646f9c1dc4df",
            "984cc444cbee8ee0985a",
        ]],
        documented: "Cursor, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "wandb-key",
        kind: "WANDB_KEY",
        words: &["wandb_v1_"],
        how: How::Pattern("wandb_v1_[A-Za-z0-9_]{70,}"),
        positive: &[&[
            "wandb",
            "_v1_",
            "8rbPPG6FPhv3PplAfbhIwi",
            "JfESvOa614q29ECd40Jmkf",
            "ddDo4zC9BqCHNWFXMr7F8n",
            "JKw9aW0AmZ",
        ]],
        documented: "Weights and Biases, API keys",
        ..Rule::PREFIX
    },
];
