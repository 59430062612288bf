//! Owns connections to hosts out of scope: bytes both ways, counted, not read. It must not let a host in scope hide
//! behind another name.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio_util::io::{InspectReader, InspectWriter};

use super::Session;
use super::refusal::Refusal;
use super::sniff::{Opening, Sniffer};
use super::upstream::Stream;
use crate::audit::entry::Tunnel;
use crate::audit::{Entry, LogText};
use crate::engine::provider::Host;

/// Bytes that went each way, recorded when the tunnel closes, whatever closes it.
struct Count<'a> {
    session: &'a Session,
    host: &'a Host,
    port: u16,
    up: u64,
    down: u64,
}

impl Drop for Count<'_> {
    fn drop(&mut self) {
        let host = LogText::new(self.host.as_str());
        self.session.log.note(Entry::Tunnel(Tunnel { host, port: self.port, up: self.up, down: self.down }));
    }
}

/// Carries bytes until both sides are done or one breaks.
pub async fn carry<C>(
    session: &Arc<Session>,
    host: &Host,
    port: u16,
    mut client: C,
    mut server: Box<dyn Stream>,
) where
    C: AsyncRead + AsyncWrite + Unpin,
{
    let mut count = Count { session, host, port, up: 0, down: 0 };
    let opened = open(session, host, &mut client, &mut server, &mut count).await;
    if !matches!(opened, Ok(true)) {
        return;
    }
    let Count { up, down, .. } = &mut count;
    let server = InspectReader::new(server, |bytes| *down += length(bytes));
    let mut server = InspectWriter::new(server, |bytes| *up += length(bytes));
    let _broken = copy_bidirectional(&mut client, &mut server).await;
}

/// Looks at the client's first bytes while the server may already speak; `false` when the tunnel must not go on.
async fn open<C>(
    session: &Arc<Session>,
    host: &Host,
    client: &mut C,
    server: &mut Box<dyn Stream>,
    count: &mut Count<'_>,
) -> io::Result<bool>
where
    C: AsyncRead + AsyncWrite + Unpin,
{
    let mut sniffer = Sniffer::default();
    let (mut up, mut down) = (Vec::with_capacity(4096), Vec::with_capacity(4096));
    loop {
        tokio::select! {
            read = client.read_buf(&mut up) => {
                if read? == 0 {
                    return Ok(false);
                }
                let opening = sniffer.push(&up);
                up.clear();
                match opening {
                    None => {}
                    Some(Opening::Tls(Some(name))) if session.scope.contains(&name) => {
                        let refusal = Refusal::Disagreement { connected: host.to_string() };
                        session.refused(None, &name, &refusal).await;
                        return Ok(false);
                    }
                    Some(Opening::Tls(_) | Opening::Other | Opening::Closed) => break,
                }
            }
            read = server.read_buf(&mut down) => {
                if read? == 0 {
                    return Ok(false);
                }
                client.write_all(&down).await?;
                count.down += length(&down);
                down.clear();
            }
        }
    }
    let seen = sniffer.into_seen();
    server.write_all(&seen).await?;
    count.up += length(&seen);
    Ok(true)
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
