#!/bin/bash
# Somebody who only looks.
docker ps
