import type { FaultDescription } from '@noops-dojo/contracts'
import { arithmeticFunctions } from './arithmetic.ts'
import { dojoFunctions } from './dojo-functions.ts'
import { fileFunctions } from './judge-file.ts'
import { prometheusFunctions } from './prometheus.ts'
import { ProxyRack } from './toxiproxy/proxy-rack.ts'
import { modulesOf, type PythonFunction, type PythonModules } from './python-function.ts'
import { swarmFunctions } from './swarm.ts'
import { proxyFunctions } from './toxiproxy/toxiproxy-proxies.ts'
import { toxicFunctions } from './toxiproxy/toxiproxy-toxics.ts'

/** Gives every function that the dojo does itself, for one run: proxies that it names are remembered. */
export const allFunctions = (faults: readonly FaultDescription[]): readonly PythonFunction[] => {
  const rack = new ProxyRack()
  return [
    ...dojoFunctions(faults),
    ...swarmFunctions,
    ...toxicFunctions(rack),
    ...proxyFunctions(rack),
    ...prometheusFunctions,
    ...fileFunctions,
    ...arithmeticFunctions,
  ]
}

/** The allow-list of Python modules for one run. */
export const allowList = (faults: readonly FaultDescription[]): PythonModules =>
  modulesOf(allFunctions(faults))
