import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { firstLine } from '../gateway/first-line.ts'

/**
 * The least that can stand between a client and the engine: two blocking loops of read and write for each connection,
 * in processes of their own. Arguments: the socket to listen on, the engine's.
 */
const script = `
use strict; use Socket;
my ($path, $engine) = @ARGV;
$SIG{CHLD} = 'IGNORE';
socket(my $listener, AF_UNIX, SOCK_STREAM, 0) or die; bind($listener, sockaddr_un($path)) or die; listen($listener, 5);
$| = 1; print "listening\\n";
sub copy {
  my ($from, $to) = @_;
  my $bytes;
  while (my $count = sysread($from, $bytes, 262144)) {
    for (my $at = 0; $at < $count;) { $at += syswrite($to, $bytes, $count - $at, $at) || return }
  }
}
while (accept(my $client, $listener)) {
  if (fork()) { close $client; next }
  close $listener;
  socket(my $upstream, AF_UNIX, SOCK_STREAM, 0); connect($upstream, sockaddr_un($engine)) or die;
  my $input = fork();
  if (!$input) { copy($client, $upstream); shutdown($upstream, 1); exit }
  copy($upstream, $client);
  kill 'KILL', $input;
  shutdown($client, 2); shutdown($upstream, 2); exit;
}
`

/** A relay that judges nothing, as the limit of what any guard can reach on this machine. */
export class BareRelay {
  readonly socket: string
  readonly #child: ChildProcess

  private constructor(socket: string, child: ChildProcess) {
    this.socket = socket
    this.#child = child
  }

  /** Listens on `socket`, whose folder exists; connections go to `engine`. */
  static async start(socket: string, engine: string): Promise<BareRelay> {
    const child = spawn('perl', ['-e', script, socket, engine], { stdio: ['ignore', 'pipe', 'inherit'] })
    await firstLine(createInterface({ input: child.stdout }), 'the bare relay')
    return new BareRelay(socket, child)
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return
    this.#child.kill()
    await once(this.#child, 'exit')
  }
}
