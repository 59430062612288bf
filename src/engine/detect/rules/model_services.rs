//! Owns the rules for model hosting, and the services beside a model. Data only.

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
        words: &["lsv2_pt_", "lsv2_sk_", "ls__"],
        how: How::Pattern("lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10,}|ls__[a-f0-9]{32,}"),
        positive: &[&["lsv2", "_pt_", "3f1223fd525399cf584b39", "6fa1bda26c", "_", "81c7886642"]],
        documented: "LangSmith, Create an API key",
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
    Rule {
        id: "llama-cloud-key",
        kind: "LLAMA_CLOUD_KEY",
        words: &["llx-"],
        how: How::Pattern("llx-[A-Za-z0-9_-]{40,}"),
        positive: &[&["ll", "x-", "e7emwHGcU4GMXIPFPQxfmX", "BBESHHAa2hQMpV-Kt-z-0S", "2hMh"]],
        documented: "LlamaCloud, Get an API key",
        ..Rule::PREFIX
    },
    Rule {
        id: "helicone-key",
        kind: "HELICONE_KEY",
        words: &["sk-helicone-"],
        how: How::Pattern("sk-helicone-(?:[a-z]{2}-)?[a-z0-9-]{24,}"),
        positive: &[&["sk-heli", "cone-", "ppd6ob4", "-", "62si7b7", "-", "6ltiski", "-", "dh2qwug"]],
        documented: "Helicone, Gateway authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "runpod-key",
        kind: "RUNPOD_KEY",
        words: &["rpa_"],
        how: How::Pattern("rpa_[A-Z0-9]{40}[A-Za-z0-9]{2,}"),
        positive: &[&["rp", "a_", "RDNXIXUVZ7C7NJDD1EV33T", "PWL26K0TIOVEEMF2W9", "vxdfd6"]],
        documented: "Runpod, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "mem0-key",
        kind: "MEM0_KEY",
        words: &["m0-"],
        how: How::Pattern(r"(m0-[A-Za-z0-9]{40})(?:[^A-Za-z0-9_-]|\z)"),
        check: bytes::mixed,
        positive: &[&["m", "0-", "GBNA7xvAo1Y4MgYzC6sLmn", "Uax52jXBgjWuyP7eAQ"]],
        documented: "Mem0, Platform quickstart",
        ..Rule::PREFIX
    },
];
