#!/bin/bash
# Builds an emitted project's images without a registry or an engine, step by step as their Dockerfiles say, and asks the service in its own.
#
#   bench/image.sh <trained project of level 2> [<folder for scratch>]
#
# Needs buildah and debootstrap (Debian) and root. The base image, which no registry gives here, is a Debian of the same packages with
# its own Python: only FROM is another one. Kept in the folder: the base, for the next time. It ends with 0 if both images were built, the
# service answered, its HEALTHCHECK was content, the user is a number that may not write the code, and there are no build tools.
set -euo pipefail -m
project=$(realpath "$1")
scratch=$(realpath -m "${2:-/tmp/create-ml-project-image}")
mkdir -p "$scratch"
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
buildah() { command buildah --root "$scratch/storage" --runroot "$scratch/run" "$@"; }

if ! buildah inspect --type image base >/dev/null 2>&1; then
  [ -d "$scratch/base" ] || debootstrap --variant=minbase --include=python3,python3-pip,python3-venv,python-is-python3,ca-certificates bookworm "$scratch/base"
  # As in the official image of Python, pip may install where it is.
  rm -f "$scratch"/base/usr/lib/python3*/EXTERNALLY-MANAGED
  container=$(buildah from scratch)
  buildah add -q "$container" "$scratch/base" /
  # What the machine itself trusts, so that its way to the registry of packages is the container's, too.
  buildah add -q "$container" /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
  for name in PIP_CERT SSL_CERT_FILE REQUESTS_CA_BUNDLE UV_NATIVE_TLS; do
    [ -z "${!name:-}" ] || buildah config --env "$name=${!name}" "$container"
  done
  buildah commit -q --rm "$container" base >/dev/null
fi

build() { # image, Dockerfile
  sed -E 's/^FROM [^ ]+/FROM localhost\/base/' "$project/$2" > "$scratch/Dockerfile"
  buildah bud --quiet --format docker --tag "$1" --file "$scratch/Dockerfile" "$project" >/dev/null
  echo "$1: built by the $(grep -cE '^(RUN|COPY|ENV|WORKDIR|USER|HEALTHCHECK|CMD|EXPOSE)' "$scratch/Dockerfile") steps of $2"
}
said() { buildah inspect --type image --format "$2" "$1"; }

build training Dockerfile
build service deploy/Dockerfile

user=$(said service '{{.Docker.Config.User}}')
[[ $user =~ ^[0-9]+:[0-9]+$ ]] || { echo "the user is $user, no number"; exit 1; }
container=$(buildah from service)
trap 'kill -- -$! 2>/dev/null || true; wait || true; buildah rm "$container" >/dev/null' EXIT
python3 - "$(buildah inspect --type image service)" > "$scratch/commands" <<'END'
import json, shlex, sys
config = json.loads(sys.argv[1])["Docker"]["config"]
print(shlex.join(config["Cmd"]))
print(shlex.join(config["Healthcheck"]["Test"][1:]))
END
{ read -r command; read -r health; } < "$scratch/commands"
inside() { eval "buildah run \"\$container\" -- $*"; }

inside "$command" > "$scratch/service.log" 2>&1 &
for _ in $(seq 60); do
  if inside "$health" 2>/dev/null; then break; fi
  sleep 1
done
inside "$health" || { cat "$scratch/service.log"; exit 1; }
echo "service: HEALTHCHECK is content; user $(inside id -u)"
record=$(python3 -c 'import json, sys; print(json.dumps({"records": [json.load(open(sys.argv[1]))["typical"]]}))' "$project/models/reference.json")
curl --fail --silent --show-error -H 'content-type: application/json' -d "$record" http://127.0.0.1:8000/v1/predict; echo
if inside touch /app/src/new 2>/dev/null; then echo "the service may write its own code"; exit 1; fi
for tool in gcc uv; do if inside which "$tool" >/dev/null 2>&1; then echo "$tool is in the image"; exit 1; fi; done
echo "service: cannot write its code; no compiler and no uv in the image"
