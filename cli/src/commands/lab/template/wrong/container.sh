#!/bin/bash
# A container is no service.
docker run --detach --name web shop-web:1.0
