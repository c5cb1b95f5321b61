export type { Audio, DecodedAudio, Recording, RecordingInfo } from './audio.js';
export { decodeAudio, resampleAudio } from './decode/decode-audio.js';
export { type AudioBlock, type AudioBlocksOptions, decodeAudioBlocks } from './decode/decode-audio-blocks.js';
export { decodeRecording } from './decode/decode-recording.js';
export type { AudioSource, ByteStream } from './decode/input.js';
export { type MonoMix, toMono } from './decode/mono.js';
export type {
  DecodeAudioOptions,
  DecodeRecordingOptions,
  InputOptions,
  OtherAudio,
  OtherDecoder,
  PlatformBuffer,
  PlatformDecoder,
} from './decode/options.js';
export { probeRecording } from './decode/probe-recording.js';
export { type EncodeWavOptions, encodeWav } from './formats/pcm/encode-wav.js';
export { type ContainerFormat, sniffFormat } from './formats/sniff-format.js';
export { type CheckLevelOptions, checkLevel, type LevelWarning } from './level/check-level.js';
export { type Level, type MeasureLevelOptions, measureLevel } from './level/level.js';
export { removeDc } from './level/remove-dc.js';
export { type MicrophoneOptions, openMicrophone } from './microphone/open-microphone.js';
export type { MicrophonePlatform } from './microphone/platform.js';
export type { Microphone } from './microphone/recorder.js';
export { SampleQueue, type SampleQueueOptions } from './microphone/sample-queue.js';
export {
  type AssessSpeechOptions,
  assessSpeech,
  SPEECH_LIMITS,
  type SpeechAssessment,
  type SpeechProblem,
} from './segments/assess-speech.js';
export { cutSegment } from './segments/cut-segment.js';
export { type DetectSpeechOptions, detectSpeech, type Segment } from './segments/detect-speech.js';
export {
  createSpeechDetector,
  type OpenSegment,
  type SpeechDetector,
  type SpeechDetectorOptions,
} from './segments/speech-detector.js';
export type { SpeechMeasures } from './segments/speech-measures.js';
