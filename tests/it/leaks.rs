//! Claims about what leaves: no secret, wherever it stands, however it is spelled.

use serde_json::{Value, json};

use super::world::{APIS, CODINGS, Reply, Setup, World, encoded, github_token, odd_password};

/// A session that was told of [`odd_password`], and finds [`github_token`] by itself.
fn told() -> Setup {
    World::new().env("DB_PASSWORD", odd_password())
}

/// Sends every body in which `SECRET` is replaced by either secret, and sees to it that it arrived without them.
#[track_caller]
fn none_leaves(host: &str, path: &str, bodies: &[Value]) {
    let world = told().start();
    for secret in [github_token(), odd_password()] {
        for body in bodies {
            let quoted = serde_json::to_string(&secret).unwrap();
            let body = body.to_string().replace("SECRET", quoted.trim_matches('"'));
            let answer = world.agent().post(host, path, body.clone());
            assert_eq!(answer.status, 200, "{body} gave {}", answer.text());
            let sent = world.upstream().seen().pop().unwrap().text();
            assert!(sent.contains("<pl:"), "{sent}");
            serde_json::from_str::<Value>(&sent).unwrap();
        }
        assert!(world.kept(&secret));
    }
}

#[test]
fn no_place_of_an_anthropic_request_leaks() {
    let user = |content: Value| json!({"messages": [{"role": "user", "content": content}, {"role": "user", "content": "last"}]});
    none_leaves(
        "api.anthropic.com",
        "/v1/messages",
        &[
            json!({"system": "use SECRET"}),
            json!({"system": [{"type": "text", "text": "use SECRET", "cache_control": {"type": "ephemeral"}}]}),
            user(json!("an earlier turn: SECRET")),
            user(json!([{"type": "text", "text": "SECRET"}])),
            user(json!([{"type": "tool_result", "tool_use_id": "toolu_1", "content": "out: SECRET"}])),
            user(
                json!([{"type": "tool_result", "tool_use_id": "toolu_1", "content": [{"type": "text", "text": "SECRET"}]}]),
            ),
            user(
                json!([{"type": "mcp_tool_result", "tool_use_id": "m", "content": [{"type": "text", "text": "SECRET"}]}]),
            ),
            user(
                json!([{"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "see SECRET"}}]),
            ),
            user(json!([{"type": "a_block_nobody_has_heard_of", "deep": [{"er": {"still": "SECRET"}}]}])),
            json!({"messages": [{"role": "assistant", "content": [{"type": "text", "text": "SECRET"}]}]}),
            json!({"messages": [{"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "Bash", "input": {"command": "echo SECRET"}}]}]}),
            json!({"tools": [{"name": "t", "description": "call it with SECRET", "input_schema": {}}]}),
            json!({"messages": [{"role": "user", "content": [{"type": "x", "of SECRET": 1}]}]}),
        ],
    );
}

#[test]
fn no_place_of_an_openai_chat_request_leaks() {
    let arguments = json!({"command": "echo SECRET"}).to_string();
    let message = |message: Value| json!({"messages": [message, {"role": "user", "content": "last"}]});
    none_leaves(
        "api.openai.com",
        "/v1/chat/completions",
        &[
            message(json!({"role": "system", "content": "SECRET"})),
            message(json!({"role": "user", "content": [{"type": "text", "text": "SECRET"}]})),
            message(json!({"role": "tool", "tool_call_id": "call_1", "content": "SECRET"})),
            message(json!({"role": "assistant", "content": "SECRET"})),
            message(json!({"role": "assistant", "reasoning_content": "so SECRET it is"})),
            message(
                json!({"role": "assistant", "tool_calls": [{"id": "call_1", "function": {"name": "f", "arguments": "not json, SECRET"}}]}),
            ),
            json!({"tools": [{"type": "function", "function": {"name": "f", "description": "SECRET"}}]}),
            json!({"prediction": {"content": "SECRET"}}),
            json!({"unrelated": arguments}),
        ],
    );
}

#[test]
fn no_place_of_an_openai_responses_request_leaks() {
    none_leaves(
        "chatgpt.com",
        "/backend-api/codex/responses",
        &[
            json!({"instructions": "SECRET"}),
            json!({"input": "SECRET"}),
            json!({"input": [{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "SECRET"}]}]}),
            json!({"input": [{"type": "function_call_output", "call_id": "c", "output": "SECRET"}]}),
            json!({"input": [{"type": "function_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "SECRET"}]}]}),
            json!({"input": [{"type": "custom_tool_call_output", "call_id": "c", "output": "SECRET"}]}),
            json!({"input": [{"type": "custom_tool_call", "call_id": "c", "name": "apply_patch", "input": "+SECRET"}]}),
            json!({"input": [{"type": "local_shell_call", "action": {"command": ["echo", "SECRET"]}}]}),
            json!({"input": [{"type": "reasoning", "summary": [{"type": "summary_text", "text": "SECRET"}]}]}),
        ],
    );
}

#[test]
fn no_place_of_a_gemini_request_leaks() {
    none_leaves(
        "generativelanguage.googleapis.com",
        "/v1beta/models/gemini-2.5-pro:generateContent",
        &[
            json!({"systemInstruction": {"parts": [{"text": "SECRET"}]}}),
            json!({"contents": [{"role": "user", "parts": [{"text": "SECRET"}]}]}),
            json!({"contents": [{"role": "model", "parts": [{"functionCall": {"name": "f", "args": {"a": ["SECRET"]}}}]}]}),
            json!({"contents": [{"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"output": "SECRET"}}}]}]}),
            json!({"contents": [{"role": "user", "parts": [{"inlineData": {"mimeType": "text/plain", "data": "so SECRET"}}]}]}),
        ],
    );
}

#[test]
fn a_json_text_of_any_shape_is_read() {
    none_leaves(
        "api.anthropic.com",
        "/v1/x",
        &[json!("SECRET"), json!(["SECRET"]), json!({"a": {"b": [["SECRET"]]}})],
    );
}

#[test]
fn arguments_inside_a_string_do_not_leak_behind_two_escapings() {
    let world = told().start();
    for secret in [github_token(), odd_password()] {
        let arguments = json!({"command": secret}).to_string();
        let call =
            json!([{"id": "call_1", "type": "function", "function": {"name": "f", "arguments": arguments}}]);
        let body = json!({"messages": [{"role": "assistant", "tool_calls": call}]}).to_string();
        assert_eq!(world.agent().post("api.openai.com", "/v1/chat/completions", body).status, 200);
        assert!(world.kept(&secret));
        let sent = world.upstream().seen().pop().unwrap().json();
        let inner = sent.pointer("/messages/0/tool_calls/0/function/arguments").unwrap().as_str().unwrap();
        let inner: Value = serde_json::from_str(inner).unwrap();
        assert!(inner["command"].as_str().unwrap().starts_with("<pl:"), "{inner}");
    }
}

#[test]
fn what_stands_before_a_secret_does_not_hide_it() {
    let world = World::plain();
    for before in ["\n", "\t", "%3D", "\u{1b}[32m", "_", "=", "\\n", "\"", "(", ",", "x y ", "é", "token:"] {
        for after in ["", "\n", ")", ",", "<", "]", "&", "@", "\u{1b}[0m", "\\n"] {
            let text = format!("{before}{}{after}", github_token());
            assert_eq!(
                world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&text)).status,
                200
            );
            assert!(world.upstream().saw_nothing_of(&github_token()), "between {before:?} and {after:?}");
        }
    }
}

#[test]
fn a_secret_spelled_in_json_escapes_does_not_leak() {
    let world = told().start();
    for secret in [github_token(), odd_password()] {
        let spelled: String = secret.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
        let body = format!(r#"{{"system":"{spelled}"}}"#);
        assert_eq!(world.agent().post("api.anthropic.com", "/v1/messages", body).status, 200);
        let sent = world.upstream().seen().pop().unwrap().text();
        assert!(!sent.contains(&spelled) && sent.contains("<pl:"), "{sent}");
    }
}

#[test]
fn a_secret_under_a_content_coding_does_not_leak_and_the_coding_stays() {
    let world = told().start();
    let body = APIS[0].request(&format!("{} and {}", github_token(), odd_password()));
    for coding in CODINGS {
        let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages");
        let ask = ask.header("content-type", "application/json").header("content-encoding", coding);
        assert_eq!(ask.body(encoded(coding, body.as_bytes())).send().status, 200, "{coding}");
        let seen = world.upstream().seen().pop().unwrap();
        assert_eq!(seen.header("content-encoding"), Some(coding));
        assert!(seen.text().contains("<pl:"), "{coding}");
        assert!(world.kept(&github_token()) && world.kept(&odd_password()), "{coding}");
    }
}

#[test]
fn stacked_codings_are_all_taken_off() {
    let world = World::plain();
    let body = encoded("zstd", &encoded("gzip", APIS[0].request(&github_token()).as_bytes()));
    let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages");
    let ask = ask.header("content-type", "application/json").header("content-encoding", "gzip, zstd");
    assert_eq!(ask.body(body).send().status, 200);
    let seen = world.upstream().only();
    let sent = super::world::decoded("gzip", &super::world::decoded("zstd", &seen.body));
    let sent = String::from_utf8(sent).unwrap();
    assert!(sent.contains("<pl:GITHUB") && !sent.contains(&github_token()), "{sent}");
}

#[test]
fn a_secret_in_path_query_or_header_does_not_leak() {
    let world = World::plain();
    let secret = github_token();
    let agent = world.agent();
    agent.ask("GET", "api.anthropic.com", &format!("/v1/files/{secret}/content")).send();
    agent.ask("GET", "api.anthropic.com", &format!("/v1/files?after={secret}&limit=2")).send();
    agent.ask("GET", "api.anthropic.com", "/v1/files").header("x-note", &format!("see {secret}")).send();
    agent
        .ask("GET", "api.anthropic.com", "/v1/files")
        .header("referer", &format!("https://h/{secret}"))
        .send();
    assert!(world.kept(&secret), "{:?}", world.upstream().seen());
}

#[test]
fn a_providers_own_credential_passes_in_its_headers_and_nowhere_else() {
    let key = format!("sk-{}-{}", "ant", "api03-fakeFAKEfakeFAKEfakeFAKEfakeFAKEfakeFAKE");
    let world = World::new().env("ANTHROPIC_API_KEY", &key).start();
    for name in ["authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie"] {
        let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages");
        let ask = ask.header("content-type", "application/json").header(name, &key).header("x-other", &key);
        assert_eq!(ask.body(APIS[0].request(&key)).send().status, 200);
        let seen = world.upstream().seen().pop().unwrap();
        assert_eq!(seen.header(name), Some(key.as_str()));
        assert!(!seen.header("x-other").unwrap().contains(&key), "{}", seen.head);
        assert!(!seen.text().contains(&key), "{}", seen.text());
    }
    let path = format!("/v1beta/models?key={key}&other={key}");
    world.agent().ask("GET", "generativelanguage.googleapis.com", &path).send();
    let target = world.upstream().seen().pop().unwrap().head.lines().next().unwrap().to_owned();
    assert!(
        target.contains(&format!("?key={key}&")) && !target.contains(&format!("other={key}")),
        "{target}"
    );
    assert!(world.places().hold_nothing_of(&key));
}

#[test]
fn the_childs_own_environment_does_not_leak_the_sessions_password() {
    let world = World::new().env("ANTHROPIC_API_KEY", "k3F9q2X7bbZ0aa11Qq").start();
    let url = world.variable("HTTPS_PROXY");
    let password = url.split_once("ww:").unwrap().1.split_once('@').unwrap().0.to_owned();
    let output = format!("HTTPS_PROXY={url}\nANTHROPIC_API_KEY=k3F9q2X7bbZ0aa11Qq\n");
    assert_eq!(world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&output)).status, 200);
    assert!(world.upstream().saw_nothing_of("k3F9q2X7bbZ0aa11Qq"));
    assert!(world.upstream().saw_nothing_of(&password));
}

#[test]
fn values_of_dotenv_files_do_not_leak_and_templates_do_not_matter() {
    let world = World::new()
        .dotenv("LOGIN=k3f9q2x7aa\nQUOTED=\"k3f9 \\\"q2x7bb\"\n")
        .file(".env.example", "X=k3f9q2x7cc\n")
        .start();
    let text = "k3f9q2x7aa, k3f9 \"q2x7bb and k3f9q2x7cc";
    world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(text));
    assert!(world.kept("k3f9q2x7aa") && world.kept("k3f9 \"q2x7bb"));
    assert!(!world.upstream().saw_nothing_of("k3f9q2x7cc"));
}

#[test]
fn no_cut_of_the_requests_bytes_lets_a_secret_by() {
    let world = told().start();
    let body = APIS[0].request(&format!("{} {}", github_token(), odd_password()));
    for size in [1, 2, 3, 7, 1460] {
        let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages").cut(size);
        assert_eq!(ask.header("content-type", "application/json").body(body.clone()).send().status, 200);
    }
    for size in [1, 5, 64] {
        let chunks = body
            .as_bytes()
            .chunks(size)
            .map(|it| [format!("{:x}\r\n", it.len()).as_bytes(), it, b"\r\n"].concat());
        let mut wire = world.agent().connect("api.anthropic.com");
        wire.send(b"POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        wire.send(&[chunks.collect::<Vec<_>>().concat().as_slice(), b"0\r\n\r\n"].concat());
        assert!(wire.head(false).unwrap().starts_with("HTTP/1.1 200"));
    }
    assert_eq!(world.upstream().seen().len(), 8);
    assert!(world.kept(&github_token()) && world.kept(&odd_password()));
}

#[test]
fn no_version_of_http_on_either_side_leaks() {
    for upstream_h2 in [false, true] {
        let setup = told();
        let world = if upstream_h2 { setup.h2().start() } else { setup.start() };
        for h2 in [false, true] {
            world.upstream().answer(|seen| Reply::json(seen.body.clone()));
            let body = APIS[0].request(&format!("{} {}", github_token(), odd_password()));
            let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages");
            let ask = ask
                .header("content-type", "application/json")
                .header("x-note", &github_token())
                .body(body.clone());
            let answer = if h2 { ask.h2().send() } else { ask.send() };
            assert_eq!(answer.text(), body);
        }
        let versions = if upstream_h2 { "HTTP/2\r\n" } else { "HTTP/1.1\r\n" };
        assert!(world.upstream().seen().iter().all(|seen| seen.head.contains(versions)));
        assert!(world.kept(&github_token()) && world.kept(&odd_password()));
    }
}

#[test]
fn a_plain_http_request_to_a_host_in_scope_is_read_too() {
    let world = World::plain();
    world.upstream().answer(|seen| Reply::json(seen.body.clone()));
    let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages").plain();
    let body = APIS[0].request(&github_token());
    let answer = ask.header("content-type", "application/json").body(body.clone()).send();
    assert_eq!(answer.text(), body);
    assert!(world.kept(&github_token()));
}
