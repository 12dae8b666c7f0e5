/** Models of datasets/catalogue.json; vite.config.ts puts them in. */
declare const __CATALOGUE_MODELS__: { id: string; title: string }[];
