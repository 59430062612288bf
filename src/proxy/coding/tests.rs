use super::*;

const ALL: [Coding; 4] = [Coding::Gzip, Coding::Deflate, Coding::Brotli, Coding::Zstd];
const LIMIT: usize = 1 << 20;

/// What comes of a body in pieces.
fn decoded_in(pieces: impl IntoIterator<Item = Bytes>, codings: &[Coding]) -> Result<Vec<u8>, CodingError> {
    let mut stack = Stack::new(codings, LIMIT);
    let mut out = Vec::new();
    for piece in pieces {
        stack.feed(piece);
        while let Some(piece) = stack.next(false)? {
            out.extend_from_slice(&piece);
        }
    }
    while let Some(piece) = stack.next(true)? {
        out.extend_from_slice(&piece);
    }
    Ok(out)
}

/// A bare deflate encoder, as some send it.
fn bare_deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn text() -> Vec<u8> {
    (0..500).flat_map(|n| format!("line {n} of a body\n").into_bytes()).collect()
}

#[test]
fn what_is_coded_is_decoded_at_every_cut() {
    for coding in ALL {
        let coded = encode(text(), &[coding]).unwrap();
        for cut in 0..=coded.len() {
            let pieces = [&coded[..cut], &coded[cut..]].map(Bytes::copy_from_slice);
            assert!(decoded_in(pieces, &[coding]).unwrap() == text(), "{coding:?} cut at {cut}");
        }
    }
}

#[test]
fn stacked_codings_come_off_in_reverse_order() {
    let coded = encode(text(), &ALL).unwrap();
    assert_eq!(decode(&coded.clone().into(), &ALL, LIMIT).unwrap(), text());
    assert_eq!(parse("gzip, Deflate,br , zstd, identity").unwrap(), ALL);
}

#[test]
fn a_cut_off_body_is_not_taken_for_a_whole_one() {
    for coding in ALL {
        let coded = encode(text(), &[coding]).unwrap();
        for length in [1, coded.len() / 2, coded.len() - 1] {
            let result = decode(&Bytes::copy_from_slice(&coded[..length]), &[coding], LIMIT);
            assert!(result.is_err(), "{coding:?} of {length} bytes");
        }
    }
}

#[test]
fn each_flush_of_the_sender_can_be_read_at_once() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let mut stack = Stack::new(&[Coding::Gzip], LIMIT);
    for n in 0..20 {
        let event = format!("data: {n}\n\n");
        encoder.write_all(event.as_bytes()).unwrap();
        encoder.flush().unwrap();
        stack.feed(std::mem::take(encoder.get_mut()).into());
        assert_eq!(stack.next(false).unwrap().unwrap(), event.as_bytes());
        assert!(stack.next(false).unwrap().is_none());
    }
    stack.feed(encoder.finish().unwrap().into());
    assert!(stack.next(true).unwrap().is_none());
}

#[test]
fn a_few_bytes_that_stand_for_many_are_given_piece_by_piece() {
    let plain = vec![b'x'; 8 << 20];
    for codings in [&ALL[..1], &ALL[1..2], &ALL[2..3], &ALL[3..], &ALL[..2], &ALL[2..]] {
        let mut stack = Stack::new(codings, usize::MAX);
        stack.feed(encode(plain.clone(), codings).unwrap().into());
        let mut total = 0;
        while let Some(piece) = stack.next(false).unwrap() {
            assert!(piece.len() <= decoder::PIECE + (64 << 10), "{codings:?}: {}", piece.len());
            total += piece.len();
        }
        assert_eq!(total, plain.len(), "{codings:?}");
        assert!(stack.next(true).unwrap().is_none());
    }
}

#[test]
fn a_window_beyond_what_content_codings_may_ask_for_is_refused_by_name() {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    encoder.window_log(24).unwrap();
    // A frame that tells its whole length needs no more window than that.
    encoder.write_all(&text()).unwrap();
    encoder.flush().unwrap();
    encoder.write_all(&text()).unwrap();
    let coded = encoder.finish().unwrap();
    assert!(matches!(decode(&coded.into(), &[Coding::Zstd], LIMIT), Err(CodingError::Window(Coding::Zstd))));
    // Brotli's own way to ask for more is another format.
    let params =
        BrotliEncoderParams { quality: 4, lgwin: 26, large_window: true, ..BrotliEncoderParams::default() };
    let mut large = Vec::new();
    brotli::BrotliCompress(&mut &text()[..], &mut large, &params).unwrap();
    assert!(decode(&large.into(), &[Coding::Brotli], LIMIT).is_err());
}

#[test]
fn bytes_after_the_end_of_a_coding_are_refused() {
    for coding in [Coding::Deflate, Coding::Brotli, Coding::Zstd] {
        let coded = [encode(text(), &[coding]).unwrap(), b"and more".to_vec()].concat();
        assert!(decode(&coded.into(), &[coding], LIMIT).is_err(), "{coding:?}");
    }
}

#[test]
fn codings_without_end_are_refused() {
    assert!(matches!(parse("gzip,gzip,gzip,gzip,gzip"), Err(CodingError::TooMany)));
}

#[test]
fn an_expansion_bomb_is_refused_within_the_limit() {
    for coding in ALL {
        let coded = encode(vec![0; 4 << 20], &[coding]).unwrap();
        assert!(
            matches!(decode(&coded.clone().into(), &[coding], LIMIT), Err(CodingError::Expands(_))),
            "{coding:?}"
        );
    }
}

#[test]
fn garbage_and_unknown_codings_are_refused() {
    for coding in ALL {
        assert!(decode(&Bytes::from_static(b"no coding at all"), &[coding], LIMIT).is_err(), "{coding:?}");
    }
    assert!(matches!(parse("gzip, aes128gcm"), Err(CodingError::Unknown(_))));
}

#[test]
fn bare_deflate_under_the_name_of_deflate_is_read() {
    assert_eq!(decode(&bare_deflate(&text()).into(), &[Coding::Deflate], LIMIT).unwrap(), text());
}

#[test]
fn members_and_frames_in_a_row_are_one_body() {
    for coding in [Coding::Gzip, Coding::Zstd] {
        let twice = [encode(text(), &[coding]).unwrap(), encode(text(), &[coding]).unwrap()].concat();
        assert_eq!(decode(&twice.into(), &[coding], LIMIT).unwrap(), [text(), text()].concat());
    }
}
