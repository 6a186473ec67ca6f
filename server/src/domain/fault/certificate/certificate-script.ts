import { engineCall, untilDeadline } from '../helper-script.ts'

/** `fetch PATH FILE`: a file of the container $id as the engine gives it; no path leaves the container that way. */
const fetchFile = `${engineCall}
fetch() { call -f -o /dev/shm/tar -G --data-urlencode "path=$1" "http://engine/containers/$id/archive" && tar -xOf /dev/shm/tar >"$2"; }`

/**
 * $1 container, $2 certificate, $3 CA, $4 the CA's key, $5 kind (expired, wrong-ca, wrong-name), $6 a word for the CA.
 * Signs the certificate's own public key anew and prints it: the target's private key is never read, and the CA's key
 * does not leave the helper. \`-days -1\` is what OpenSSL 3.0 has for a \`notAfter\` of yesterday.
 * Exit 4: no such file; 5: it holds no certificate.
 */
export const signScript = `id=$1
${fetchFile}
cd /dev/shm
fetch "$2" old.pem 2>error.txt || { cat error.txt; exit 4; }
openssl x509 -in old.pem -noout 2>/dev/null || exit 5
owns=no
fetch "$3" ca.pem 2>/dev/null && fetch "$4" ca.key 2>/dev/null &&
  openssl x509 -in ca.pem -noout 2>/dev/null && openssl pkey -in ca.key -noout 2>/dev/null && owns=yes
if [ $owns = no ] || [ "$5" = wrong-ca ]; then
  owns=no
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$6" -days 30 \\
    -keyout ca.key -out ca.pem 2>/dev/null || exit 1
fi
openssl x509 -in old.pem -noout -pubkey >pub.pem
subject=$(openssl x509 -in old.pem -noout -subject -nameopt compat | sed 's/^subject= *//')
sans=$(openssl x509 -in old.pem -noout -ext subjectAltName 2>/dev/null | sed -n '/:/{/X509v3/d;s/^ *//;s/IP Address:/IP:/g;p;}')
name=$(printf %s "$sans" | sed -n 's/^[^D]*DNS:\\([^, ]*\\).*/\\1/p')
days=30
case $5 in
  expired) days=-1 ;;
  wrong-name) sans=DNS:wrong-name.invalid ;;
esac
: >ext
[ -n "$sans" ] && echo "subjectAltName=$sans" >ext
openssl x509 -new -force_pubkey pub.pem -subj "\${subject:-/CN=unnamed}" -extfile ext -CA ca.pem -CAkey ca.key \\
  -days "$days" -out new.pem 2>error.txt || { cat error.txt; exit 1; }
echo "name=$name"
echo "owns=$owns"
echo "new=$(base64 -w 0 new.pem)"`

/**
 * In the target's network: $1 port, $2 host name, $3 CA as base64 ('' without one), $4 wanted verify codes (\`10\`,
 * \`18|19|20|21\`), $5 tries. Exit 0: a handshake got one of the codes. Prints all codes of the last handshake.
 */
export const verifyScript = `cd /dev/shm
printf %s "$3" | base64 -d >ca.pem
ca=; [ -s ca.pem ] && ca='-CAfile ca.pem'
tries=0
while [ $tries -lt "$5" ]; do
  timeout 5 openssl s_client -connect "127.0.0.1:$1" \${2:+-servername "$2" -verify_hostname "$2"} $ca \\
    </dev/null >answer.txt 2>&1
  codes=$(sed -n 's/.*verify error:num=\\([0-9]*\\).*/\\1/p' answer.txt | sort -nu | tr '\\n' ' ')
  grep -qs 'BEGIN CERTIFICATE' answer.txt && has=yes || has=no
  echo " $codes" | grep -Eqs " ($4) " && break
  tries=$((tries + 1))
  sleep 0.2
done
echo "served=$has codes=\${codes:-none}"
[ $tries -lt "$5" ]`

/**
 * $1 container, $2 deadline, $3 path, $4 the fault's file and $5 the file before, both base64, $6 octal mode, $7 uid,
 * $8 gid: puts the file before back when the fault's is still there. Works in a stopped container too.
 */
export const restoreAtDeadlineScript = `id=$1
${fetchFile}
${untilDeadline}
cd /dev/shm
code=$(call -o tar -w '%{http_code}' -G --data-urlencode "path=$3" "http://engine/containers/$id/archive")
[ "$code" = 404 ] && exit 0
[ "$code" = 200 ] || exit 1
[ "$(tar -xOf tar | base64 -w 0)" = "$4" ] || exit 0
name=$(basename "$3")
mkdir -p out && printf %s "$5" | base64 -d >"out/$name"
tar -C out -cf back.tar --numeric-owner --owner=":$7" --group=":$8" --mode="$6" "$name"
# Without this type the engine takes the body for a form, and writes nothing.
call -f -X PUT -H 'content-type: application/x-tar' --data-binary @back.tar "http://engine/containers/$id/archive?path=$(dirname "$3" | jq -Rr @uri)"`
