#!/bin/bash
# The starting state as it is: a restart policy, and nobody who looks at its delay.
docker service ps web
