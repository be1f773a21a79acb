'use client';

/** What a handle of a slider is called, and its value as a number and in words. */
interface Handle {
  name: string;
  value: number;
  text: string;
}

/**
 * A line with one handle, which chooses a value, or two, which choose a range. The handles are range inputs of the browser, one on top
 * of the other (see globals.css). At the end of the line, half of a handle extends beyond it.
 */
export function Slider({
  min,
  max,
  step,
  handles,
  onChange,
}: {
  min: number;
  max: number;
  step: number;
  handles: readonly Handle[];
  /** `index`: of the handle. */
  onChange: (value: number, index: number) => void;
}) {
  // A browser takes whole steps from the least value, which would leave the last part of a step at the end out of reach.
  const least = max - Math.floor((max - min) / step) * step;
  const share = (value: number) => `${((value - min) / (max - min || 1)) * 100}%`;
  const [first, last = first] = handles;
  return (
    <div className="relative h-7">
      <span aria-hidden className="absolute inset-x-3 top-3 h-1 rounded-full bg-line">
        <span
          className="absolute h-full rounded-full bg-accent"
          style={{ left: last === first ? 0 : share(first?.value ?? min), right: `calc(100% - ${share(last?.value ?? max)})` }}
        />
      </span>
      {handles.map(({ name, value, text }, index) => (
        <input
          key={name}
          type="range"
          aria-label={name}
          aria-valuetext={text}
          min={least}
          max={max}
          step={step}
          value={value}
          onChange={(event) => onChange(event.target.valueAsNumber, index)}
          className="slider-handle"
        />
      ))}
    </div>
  );
}
