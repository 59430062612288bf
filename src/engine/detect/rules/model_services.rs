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
        positive: &[&["r", "8_", "ojxd7fmZLBwkP8wiNutoVp", "fB12Pd4wRnxPRlK"]],
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
            &["h", "f_", "iZXSiqsJSesZYQHsFYhIEG", "nFdsCPCMobax"],
            &["api_", "org_", "szpUbSPIEUubMKjGDswrrl", "zsCtqrddLuiS"],
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
        positive: &[&["cs", "k-", "wbmwny9uep2m7dnx0zak7l", "542as0nx8lm23oh29c75yg", "6vnz"]],
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
        positive: &[&["f", "w_", "11VyG6Pn8RHV5wy8C72XjS", "u3"]],
        documented: "Fireworks AI, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "together-key",
        kind: "TOGETHER_KEY",
        words: &["tgp_v1_"],
        how: How::Pattern("tgp_v1_[A-Za-z0-9_-]{40,}"),
        positive: &[&["tgp", "_v1_", "QTPfhdnsFkQQLYUosVhpe_", "bQaypX80IomyF1bCa9p98"]],
        documented: "Together AI, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "elevenlabs-key",
        kind: "ELEVENLABS_KEY",
        words: &["sk_"],
        how: How::Pattern("sk_[a-f0-9]{48,}"),
        positive: &[&["s", "k_", "5beeffd3d014538c8e1901", "e81bd0eb0a901affc2fc06", "a572"]],
        negative: &[&["sk_", "estimator_name"]],
        documented: "ElevenLabs, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "langsmith-key",
        kind: "LANGSMITH_KEY",
        words: &["lsv2_pt_", "lsv2_sk_"],
        how: How::Pattern("lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10,}"),
        positive: &[&["lsv2", "_pt_", "eefecc988a82e7bdb9bca2", "1e88ef60ca", "_", "530c060375"]],
        documented: "LangSmith, Create an API key",
        ..Rule::PREFIX
    },
    Rule {
        id: "jina-key",
        kind: "JINA_KEY",
        words: &["jina_"],
        how: How::Pattern("jina_[A-Za-z0-9_-]{50,}"),
        positive: &[&["ji", "na_", "2UM2L5vw1HD7P1l5LB1pJD", "YafeyqtYZQH6xz6esGlMgO", "a75raeAcNLM8JIKl"]],
        documented: "Jina AI, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "tavily-key",
        kind: "TAVILY_KEY",
        words: &["tvly-"],
        how: How::Pattern("tvly-(?:[a-z]{3,4}-)?[A-Za-z0-9-]{30,}"),
        positive: &[&["tv", "ly-", "dev-", "4RbkaeEEisBUjfbqp2oQ07", "JQM70rhI1D"]],
        documented: "Tavily, API reference",
        ..Rule::PREFIX
    },
    Rule {
        id: "firecrawl-key",
        kind: "FIRECRAWL_KEY",
        words: &["fc-"],
        how: How::Pattern("fc-[a-f0-9]{32}"),
        min_entropy: 30,
        positive: &[&["f", "c-", "d9eb1e4349a7b7264dcbe3", "83f1223fd5"]],
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
            "t23Atp7QEL0Vrg0ONqjSJN",
            "5AuMddanriTAE9fawrCm3H",
            "iEYBsZo2lDRqcsYyaADI",
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
        positive: &[&["BS", "A", "5auWsICIzalQAPMXhCERCH", "BmM00D"]],
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
            "d38a3278a975345f01a644",
            "d936b913f176d38d852508",
            "24ca6c6468a80e4ef038",
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
            "Gm1oGN6LV7t8VuULJ6ePgT",
            "6SNsOwm8jnEWsydA51WzjZ",
            "BPERt0SZqiyzPYjjizwCDL",
            "1r8VCCbQSs",
        ]],
        documented: "Weights and Biases, API keys",
        ..Rule::PREFIX
    },
];
