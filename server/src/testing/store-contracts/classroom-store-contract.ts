import type { Learner } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import type { ClassroomStore } from '../../domain/ports/store/classroom-store.ts'
import { fresh } from './fresh.ts'

const aClassroom = () => {
  const id = fresh()
  return { id, name: 'Dojo', code: id.toUpperCase(), createdAt: 5, closedAt: null }
}

/** What every classroom store does. */
export const classroomStoreContract = (open: () => ClassroomStore): void => {
  describe('the classroom store', () => {
    it('finds a class by id and by code', async () => {
      const classroom = aClassroom()
      await open().insert(classroom)
      expect(await open().find(classroom.id)).toEqual(classroom)
      expect(await open().findByCode(classroom.code)).toEqual(classroom)
      expect(await open().list()).toContainEqual(classroom)
      expect(await open().find('none')).toBeUndefined()
      expect(await open().findByCode('NONE22')).toBeUndefined()
    })

    it('refuses a second class with the same code', async () => {
      const classroom = aClassroom()
      await open().insert(classroom)
      await expect(open().insert({ ...classroom, id: fresh() })).rejects.toThrow()
    })

    it('closes a class once; the first time stays', async () => {
      const classroom = aClassroom()
      await open().insert(classroom)
      expect(await open().close(classroom.id, 10)).toEqual({ ...classroom, closedAt: 10 })
      expect(await open().close(classroom.id, 20)).toEqual({ ...classroom, closedAt: 10 })
      expect(await open().close('none', 10)).toBeUndefined()
    })

    it('keeps the last preparation of a class until it is over, withdrawn, or the class is closed', async () => {
      const classroom = aClassroom()
      await open().insert(classroom)
      const first = { labId: 'first-steps', count: 10, since: 5, until: 50 }
      const second = { labId: 'survive-a-crash', count: 30, since: 6, until: 60 }
      const standing = async (now: number) => (await open().listPreparations(now)).get(classroom.id)
      expect(await standing(5)).toBeUndefined()
      await open().savePreparation(classroom.id, first)
      expect(await standing(49)).toEqual(first)
      await open().savePreparation(classroom.id, second)
      expect(await standing(59)).toEqual(second)
      expect(await standing(60)).toBeUndefined()
      await open().savePreparation(classroom.id, null)
      expect(await standing(59)).toBeUndefined()
      await open().savePreparation(classroom.id, second)
      await open().close(classroom.id, 20)
      expect(await standing(21)).toBeUndefined()
    })

    it('keeps learners in the order they joined, and changes name and language', async () => {
      const classroom = aClassroom()
      await open().insert(classroom)
      const learner = (joinedAt: number): Learner => ({
        id: fresh(),
        nickname: `Ken ${joinedAt}`,
        locale: 'ja',
        classroomId: classroom.id,
        joinedAt,
      })
      const [late, early] = [learner(2), learner(1)]
      await open().insertLearner(late)
      await open().insertLearner(early)
      expect(await open().listLearners(classroom.id)).toEqual([early, late])
      await open().saveLearner({ ...late, nickname: 'Aoi', locale: 'en' })
      expect(await open().findLearner(late.id)).toEqual({ ...late, nickname: 'Aoi', locale: 'en' })
      expect(await open().findLearner('none')).toBeUndefined()
    })
  })
}
