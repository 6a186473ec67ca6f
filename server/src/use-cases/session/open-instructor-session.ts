import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import { PlatformKeys } from '../../domain/classroom/platform-keys.ts'
import { isSameSecret } from '../../domain/classroom/secret-text.ts'

/** Signs an instructor in with the key of the first start. */
@Injectable()
export class OpenInstructorSession {
  constructor(private readonly keys: PlatformKeys) {}

  /** Throws INSTRUCTOR_KEY_WRONG. */
  execute(key: string): void {
    if (isSameSecret(key, this.keys.instructorKey)) return
    throw new DojoError(
      'INSTRUCTOR_KEY_WRONG',
      'This is not the instructor key. "./dojo status" prints it on the machine that runs the dojo.',
    )
  }
}
