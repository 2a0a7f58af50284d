#!/bin/sh
# Makes the folder of secrets that docker-compose.yml asks for. What is there already stays as it is.
#   ops/compose/make-secrets.sh <folder> [name of the host, for the certificate to begin with]
set -eu
folder=${1:?Say which folder: ops/compose/make-secrets.sh <folder> [host]}
host=${2:-localhost}

# The folder is closed to others; the files are not, since each container reads its own as a user of its own.
mkdir -p "$folder"
chmod 700 "$folder"
umask 022

for name in database_password redis_password; do
  [ -s "$folder/$name" ] || openssl rand -hex 32 > "$folder/$name"
done

if [ ! -s "$folder/tls_key.pem" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 \
    -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
    -keyout "$folder/tls_key.pem" -out "$folder/tls_certificate.pem" 2> /dev/null
  chmod 644 "$folder/tls_key.pem"
  echo "A certificate that signs itself was made for $host. Put your own in its place: $folder/tls_certificate.pem, tls_key.pem"
fi
echo "Now: export REARGUARD_SECRETS=$folder"
