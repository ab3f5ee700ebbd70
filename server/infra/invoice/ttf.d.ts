/** A font: the path of its file, in the bundle beside it. */
declare module "*.ttf" {
  const path: string;
  export default path;
}
