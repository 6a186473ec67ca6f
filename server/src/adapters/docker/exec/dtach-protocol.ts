/**
 * Packets to a dtach master (dtach 0.9, dtach.h): a type, a length, and eight bytes that are input or a
 * `struct winsize`; always ten bytes, in the byte order of the machine (little-endian on those we run on). What the
 * master sends back is the program’s output, bare.
 */
const packetBytes = 10
const bodyBytes = 8
const push = 0
const windowSize = 3

/** Input as packets, in order; about a quarter longer than the input. */
export const pushPackets = (input: Uint8Array): Buffer => {
  const count = Math.ceil(input.length / bodyBytes)
  const packets = Buffer.alloc(count * packetBytes)
  for (let i = 0; i < count; i += 1) {
    const body = input.subarray(i * bodyBytes, (i + 1) * bodyBytes)
    packets[i * packetBytes] = push
    packets[i * packetBytes + 1] = body.length
    packets.set(body, i * packetBytes + 2)
  }
  return packets
}

/** A new window size; the kernel tells the program when it differs. */
export const windowSizePacket = (cols: number, rows: number): Buffer => {
  const packet = Buffer.alloc(packetBytes)
  packet[0] = windowSize
  packet.writeUInt16LE(rows, 2)
  packet.writeUInt16LE(cols, 4)
  return packet
}

/**
 * Attaches to a held session, or creates it, and carries bytes between it and the exec’s pipes; run by the perl that
 * every Debian has. Arguments: socket, rows, columns. It stands in for dtach’s own client, which wants a terminal:
 * that second pseudo-terminal halves the throughput (docs/decisions/072). Input arrives as packets and is passed on
 * in whole ones, as the master reads ten bytes at a time. The end of stdin (the server left or died) ends it.
 * A full read (dtach’s are 4 KiB) means a flood: up to four naps of a tenth of a millisecond (the kernel’s timers make
 * 0.15 of it) collect up to 32 KiB of it, which every process on the way then handles as one piece; an echo is never that
 * long and never waits.
 * An old session is made to draw itself anew by two sizes with a pause between: readline ignores a SIGWINCH that
 * changes nothing.
 */
export const relayScript = `
use strict; use Socket; use Fcntl ':flock';
my ($path, $rows, $cols) = @ARGV;
sub reach { socket(my $s, AF_UNIX, SOCK_STREAM, 0) or exit 1; return connect($s, sockaddr_un($path)) ? $s : undef }
open(my $lock, '>', "$path.lock") or exit 1;
flock($lock, LOCK_EX);
my $session = reach();
my $is_old = $session;
if (!$session) {
  unlink $path;
  my $shell = 'stty rows "$1" cols "$2"; exec bash -l';
  system('dtach', '-n', $path, '-E', '-z', '-r', 'winch', 'sh', '-c', $shell, 'sh', $rows, $cols) == 0 or exit 1;
  $session = reach() or exit 1;
}
close($lock);
sub send_all {
  my ($to, $bytes) = @_;
  for (my $at = 0; $at < length $bytes;) { $at += syswrite($to, $bytes, length($bytes) - $at, $at) || exit 0 }
}
sub packet { return pack('CCSSSS', @_, 0, 0) }
send_all($session, packet(1, 0, 0, 0));
my $writer = fork();
if (!$writer) {
  if ($is_old) { send_all($session, packet(4, 3, $rows - 1, $cols)); select(undef, undef, undef, 0.05) }
  send_all($session, packet(4, 3, $rows, $cols));
  my $held = '';
  while (sysread(STDIN, $held, 65530, length $held)) {
    my $whole = length($held) - length($held) % 10;
    send_all($session, substr($held, 0, $whole, '')) if $whole;
  }
  kill 'TERM', getppid();
  exit 0;
}
$SIG{TERM} = sub { exit 0 };
my $output;
while (sysread($session, $output, 65536)) {
  for (my $naps = 0; $naps < 4 && length $output >= 4096 && length $output < 32768; $naps++) {
    select(undef, undef, undef, 0.0001);
    my $ready = '';
    vec($ready, fileno $session, 1) = 1;
    sysread($session, $output, 65536, length $output) if select($ready, undef, undef, 0);
  }
  send_all(\\*STDOUT, $output);
}
kill 'TERM', $writer;
`
