#!/bin/bash
# The shop as it is: restart policies, and a watch that looks every five seconds.
docker service ls
