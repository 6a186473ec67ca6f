// The pager: what would ring at night. It takes Alertmanager's webhook and rings while anything fires.
import { httpError, readFields, sendJson } from '../answers.mjs'
import { createFiring } from './firing.mjs'

/** Gives the routes of the pager. `GET /firing` answers 200 while an alert fires, else 404. */
export const createRoutes = (about) => {
  const firing = createFiring()
  return {
    'GET /': (_request, response) => sendJson(response, 200, { ...about, firing: firing.list() }),
    'GET /firing': (_request, response) => {
      const alerts = firing.list()
      sendJson(response, alerts.length > 0 ? 200 : 404, { firing: alerts })
    },
    'POST /alerts': async (request, response) => {
      const { alerts } = await readFields(request)
      if (!Array.isArray(alerts) || alerts.length === 0)
        throw httpError(400, 'alerts must be a list of alerts')
      if (!alerts.every(firing.take)) throw httpError(400, 'the status of an alert is firing or resolved')
      sendJson(response, 202, { firing: firing.list().length })
    },
  }
}
