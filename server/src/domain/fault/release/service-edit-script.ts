import { catalogueImage, engineLabels, engineName } from '../../sandbox/engine-names.ts'
import { engineCall, helperArgv, untilDeadline } from '../helper-script.ts'
import type { ServiceEdit } from './service-edit.ts'

/** The same rules as in service-edit.ts, in jq: gives the spec without the edit, or nothing when it is not in force. */
const undo = `
def swap($list): ($list | map(startswith($e.key)) | index(true)) as $i
  | if $i == null then $list + [$e.before] else $list[:$i] + [$e.before] + $list[$i + 1:] end | map(select(. != null));
def element($list): [$list[] | select(startswith($e.key))][0];
.Spec
| ((.Labels["${engineLabels.image}"]) // (.TaskTemplate.ContainerSpec.Image | split("@")[0] | ltrimstr($prefix))) as $image
| if $e.field == "image" then
    if $image != $e.after then empty else
      .TaskTemplate.ContainerSpec.Image = $prefix + $e.before
      | .Labels["${engineLabels.image}"] = $e.before
      | .TaskTemplate.ContainerSpec.Labels["${engineLabels.image}"] = $e.before end
  elif $e.field == "replicas" then
    if .Mode.Replicated.Replicas != $e.after then empty else .Mode.Replicated.Replicas = $e.before end
  elif $e.field == "env" then
    (.TaskTemplate.ContainerSpec.Env // []) as $list
    | if element($list) != $e.after then empty else .TaskTemplate.ContainerSpec.Env = swap($list) end
  else
    (.TaskTemplate.Placement.Constraints // []) as $list
    | if element($list) != $e.after then empty else .TaskTemplate.Placement.Constraints = swap($list) end
  end`

/**
 * $1 edits as JSON lines with the engine's names, $2 deadline, $3 jq program, $4 prefix of catalogue images: undoes each
 * edit that is still in force. Exit 1, and another start, when one could not be undone.
 */
const script = `${engineCall}
${untilDeadline}
undo() {
  url="http://engine/services/$(printf %s "$1" | jq -r .service)"
  for try in 1 2 3 4 5; do
    code=$(call -o /dev/shm/service -w '%{http_code}' "$url")
    [ "$code" = 404 ] && return 0
    [ "$code" = 200 ] || { sleep 1; continue; }
    jq --argjson e "$1" --arg prefix "$3" "$2" /dev/shm/service >/dev/shm/spec || return 1
    [ -s /dev/shm/spec ] || return 0
    version=$(jq .Version.Index /dev/shm/service)
    call -f -o /dev/null -X POST -H 'content-type: application/json' -d @/dev/shm/spec "$url/update?version=$version" && return 0
  done
  return 1
}
failed=0
printf '%s\\n' "$1" >/dev/shm/edits
while read -r edit; do undo "$edit" "$3" "$4" </dev/null || failed=1; done </dev/shm/edits
exit $failed`

/** Command line of the dead man's switch of these edits; `deadlineAt` is epoch ms. */
export const undoAtDeadlineArgv = (
  sandboxId: string,
  edits: readonly ServiceEdit[],
  deadlineAt: number,
): string[] => {
  const lines = edits.map((edit) => JSON.stringify({ ...edit, service: engineName(sandboxId, edit.service) }))
  const deadline = String(Math.ceil(deadlineAt / 1000))
  return helperArgv(script, lines.join('\n'), deadline, undo, catalogueImage(''))
}
