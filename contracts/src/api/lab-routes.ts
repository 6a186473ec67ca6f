import { labDetail, labSummary } from '../lab/lab-view.ts'
import { route, list } from './route.ts'

export const labRoutes = {
  listLabs: route({
    method: 'GET',
    path: '/api/labs',
    access: 'public',
    status: 200,
    response: list(labSummary),
    summary: 'The catalogue.',
  }),
  readLab: route({
    method: 'GET',
    path: '/api/labs/:labId',
    access: 'public',
    status: 200,
    response: labDetail,
    summary: 'One lab with its text and tasks.',
  }),
}
