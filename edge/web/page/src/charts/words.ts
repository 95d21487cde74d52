/* What charts and tables say, in both languages. */

import { language } from "../language";

const english = {
  asTable: "As a table",
  asChart: "As a chart",
  normal: "normal",
  to: "to",
  left: "left",
  right: "right",
  middle: "middle",
  time: "Time",
  lowest: "Lowest",
  highest: "Highest",
  range: "Range",
  unknown: "unknown",
  movementTitle: "Movement",
  unit: { percent: "%", s: "s" } as Record<string, string>,
  difference: "Difference",
  joint: {
    neck: "Neck", trunk: "Trunk", waist: "Waist", shoulder: "Shoulder", elbow: "Elbow", wrist: "Wrist",
    lumbar: "Lower back", hip: "Hip", knee: "Knee", ankle: "Ankle",
  } as Record<string, string>,
  movement: {
    neck_flexion: "Neck flexion", neck_lateral_flexion: "Neck side bend", neck_rotation: "Neck rotation",
    trunk_inclination: "Trunk inclination",
    waist_flexion: "Waist flexion", waist_lateral_flexion: "Waist side bend", waist_rotation: "Waist rotation",
    shoulder_flexion: "Shoulder flexion", shoulder_abduction: "Shoulder abduction",
    shoulder_internal_rotation: "Shoulder internal rotation", shoulder_elevation: "Arm elevation", shoulder_plane: "Plane of elevation",
    elbow_flexion: "Elbow flexion",
    hip_flexion: "Hip flexion", hip_abduction: "Hip abduction", hip_internal_rotation: "Hip internal rotation", hip_offset: "Hips off the line",
    knee_flexion: "Knee flexion", ankle_dorsiflexion: "Ankle dorsiflexion",
  } as Record<string, string>,
  /** Beside the joint's own name. */
  short: {
    neck_flexion: "Flexion", neck_lateral_flexion: "Side bend", neck_rotation: "Rotation", trunk_inclination: "Inclination",
    waist_flexion: "Flexion", waist_lateral_flexion: "Side bend", waist_rotation: "Rotation",
    shoulder_flexion: "Flexion", shoulder_abduction: "Abduction", shoulder_internal_rotation: "Internal rotation",
    shoulder_elevation: "Arm elevation", shoulder_plane: "Plane of elevation", elbow_flexion: "Flexion",
    hip_flexion: "Flexion", hip_abduction: "Abduction", hip_internal_rotation: "Internal rotation", hip_offset: "Off the line",
    knee_flexion: "Flexion", ankle_dorsiflexion: "Dorsiflexion",
  } as Record<string, string>,
}; // prettier-ignore

const spanish: typeof english = {
  asTable: "Como tabla",
  asChart: "Como gráfica",
  normal: "normal",
  to: "a",
  left: "izquierda",
  right: "derecha",
  middle: "centro",
  time: "Tiempo",
  lowest: "Mínimo",
  highest: "Máximo",
  range: "Recorrido",
  unknown: "desconocido",
  movementTitle: "Movimiento",
  unit: { percent: "%", s: "s" },
  difference: "Diferencia",
  joint: {
    neck: "Cuello", trunk: "Tronco", waist: "Cintura", shoulder: "Hombro", elbow: "Codo", wrist: "Muñeca",
    lumbar: "Zona lumbar", hip: "Cadera", knee: "Rodilla", ankle: "Tobillo",
  },
  movement: {
    neck_flexion: "Flexión del cuello", neck_lateral_flexion: "Inclinación del cuello", neck_rotation: "Rotación del cuello",
    trunk_inclination: "Inclinación del tronco",
    waist_flexion: "Flexión de la cintura", waist_lateral_flexion: "Inclinación lateral", waist_rotation: "Rotación de la cintura",
    shoulder_flexion: "Flexión del hombro", shoulder_abduction: "Abducción del hombro",
    shoulder_internal_rotation: "Rotación interna del hombro", shoulder_elevation: "Elevación del brazo", shoulder_plane: "Plano de elevación",
    elbow_flexion: "Flexión del codo",
    hip_flexion: "Flexión de la cadera", hip_abduction: "Abducción de la cadera", hip_internal_rotation: "Rotación interna de la cadera",
    hip_offset: "Cadera fuera de línea",
    knee_flexion: "Flexión de la rodilla", ankle_dorsiflexion: "Dorsiflexión del tobillo",
  },
  short: {
    neck_flexion: "Flexión", neck_lateral_flexion: "Inclinación", neck_rotation: "Rotación", trunk_inclination: "Inclinación",
    waist_flexion: "Flexión", waist_lateral_flexion: "Inclinación lateral", waist_rotation: "Rotación",
    shoulder_flexion: "Flexión", shoulder_abduction: "Abducción", shoulder_internal_rotation: "Rotación interna",
    shoulder_elevation: "Elevación del brazo", shoulder_plane: "Plano de elevación", elbow_flexion: "Flexión",
    hip_flexion: "Flexión", hip_abduction: "Abducción", hip_internal_rotation: "Rotación interna", hip_offset: "Fuera de línea",
    knee_flexion: "Flexión", ankle_dorsiflexion: "Dorsiflexión",
  },
}; // prettier-ignore

export const chartWords = (): typeof english => (language.value === "es" ? spanish : english);

export const movementName = (movement: string): string => chartWords().movement[movement] ?? movement.replaceAll("_", " ");
export const jointName = (joint: string): string => chartWords().joint[joint] ?? joint.replaceAll("_", " ");
/** Where the joint's name stands beside it. */
export const shortName = (movement: string): string => chartWords().short[movement] ?? movementName(movement);

/** `−30 to 120°`. */
export const rangeInWords = ([low, high]: readonly [number, number], unit: string): string =>
  `${low < 0 ? "−" : ""}${Math.abs(low)} ${chartWords().to} ${high}${unit}`;
