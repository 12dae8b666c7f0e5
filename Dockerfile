# spanroot on Debian 12: a stage that builds, then one with the programs and the libraries they need.
FROM debian:12 AS build
COPY . /src
WORKDIR /src
RUN scripts/setup --quickstart \
 && scripts/web \
 && cmake --preset release -DSPANROOT_TESTS=OFF \
 && cmake --build --preset release \
 && cmake --install build/release --prefix /install --strip

FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates libabsl20220623 libdivsufsort3 \
    libgrpc++1.51 libgrpc29 libicu72 libprometheus-cpp-core1.0 libprotobuf32 librocksdb7.8 \
    libsimdjson14 libssl3 libxxhash0 libzstd1 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /install /usr/local
USER 65534
EXPOSE 8080 50051
ENTRYPOINT ["spanroot"]
