// dt-sql-parser imports its own files without their extensions, as bundlers take them.
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (!specifier.startsWith(".")) throw error;
    return await next(`${specifier}.js`, context).catch(() => next(`${specifier}/index.js`, context));
  }
}
