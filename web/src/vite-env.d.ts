/// <reference types="vite/client" />
declare module "*.mjs";
