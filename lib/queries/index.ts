/** The library of named queries on a client's graph, and how one is run. */
export { askConsole, CONSOLE_ROWS, type ConsoleInput, listConsoleQueries, OUTCOMES, reasonOf } from './console.ts';
export { LIBRARY, libraryQuery } from './library/index.ts';
export { type GivenParameters, PARAMETER_NAMES, PARAMETERS, ParameterError, type ParameterName } from './parameters.ts';
export { COLUMN_TYPES, type ColumnType, type LibraryQuery, SUBJECTS, type Subject } from './query.ts';
export { type Cell, type IncidentCell, MAX_ROWS, type ObjectCell, type QueryAnswer, runQuery } from './run.ts';
