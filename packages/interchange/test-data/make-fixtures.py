"""Writes the files in this folder with Keras 3 (Apache-2.0): pip install keras==3.15.1 tensorflow-cpu==2.21.0

Each case is a small network with drawn weights, saved in each form, and its answer to one input.
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras import layers as L

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(6)


def convolutional():
    x = features = L.Input((12, 5), name="features")
    x = L.Conv1D(6, 3, padding="causal", dilation_rate=2, name="conv")(x)
    x = L.BatchNormalization(name="norm")(x)
    x = L.ReLU(name="relu")(x)
    x = L.MaxPooling1D(2, name="pool")(x)
    x = L.SpatialDropout1D(0.1, name="drop")(x)
    z = L.LayerNormalization(axis=1, name="zscore")(x)
    y = L.Multiply(name="product")([x, z])
    x = L.Concatenate(name="join")([L.GlobalAveragePooling1D()(x), L.GlobalAveragePooling1D()(y), L.GlobalMaxPooling1D()(x)])
    return keras.Model(features, L.Dense(3, activation="softmax", name="emotion")(x), name="convolutional")


def picture():
    x = features = L.Input((8, 6), name="features")
    x = L.Reshape((8, 6, 1))(x)
    x = L.Conv2D(4, 3, strides=2, padding="same", activation="elu")(x)
    x = L.DepthwiseConv2D(3, padding="same", depth_multiplier=2)(x)
    x = L.SeparableConv2D(5, 3, padding="same", activation="silu")(x)
    x = L.Add()([x, L.Activation("tanh")(x)])
    x = L.GlobalAveragePooling2D()(x)
    return keras.Model(features, L.Dense(3, activation="softmax", name="emotion")(x), name="picture")


def recurrent():
    x = features = L.Input((7, 4), name="features")
    x = L.Bidirectional(L.LSTM(4, return_sequences=True), name="both")(x)
    x = L.GRU(4, reset_after=False, return_sequences=True)(x)
    x = L.SimpleRNN(4, go_backwards=True)(x)
    return keras.Model(features, L.Dense(3, activation="softmax", name="emotion")(x), name="recurrent")


def sequential():
    return keras.Sequential(
        [L.Input((6,), name="features"), L.Dense(5, activation="relu"), L.Dropout(0.2), L.Dense(3, activation="softmax")],
        name="sequential",
    )


def default_gru():
    features = L.Input((7, 4), name="features")
    return keras.Model(features, L.Dense(3, name="emotion")(L.GRU(4, name="gru_default")(features)), name="gru-default")


def masked():
    features = L.Input((7, 4), name="features")
    x = L.SimpleRNN(4, name="rnn")(L.Masking(0.0, name="silence")(features))
    return keras.Model(features, L.Dense(3, name="emotion")(x), name="masked")


def lambda_layer():
    features = L.Input((4,), name="features")
    return keras.Model(features, L.Lambda(lambda x: x * 2, name="doubled")(features), name="lambda")


def hard():
    features = L.Input((4,), name="features")
    return keras.Model(features, L.Dense(3, activation="hard_sigmoid", name="hard")(features), name="hard")


answers = {}
for make in (convolutional, picture, recurrent, sequential):
    model = make()
    for variable in model.weights:
        if "seed" in variable.path:
            continue
        values = rng.normal(0, 0.5, variable.shape).astype("float32")
        variable.assign(np.abs(values) + 0.5 if "variance" in variable.path else values)
    shape = (2, *model.input_shape[1:])
    x = rng.normal(0, 1, shape).astype("float32")
    for extension in ("keras", "h5", "weights.h5"):
        if extension == "weights.h5" and make is not recurrent:
            continue
        path = os.path.join(HERE, f"{model.name}.{extension}")
        model.save_weights(path) if extension == "weights.h5" else model.save(path)
    answers[model.name] = {"shape": shape, "input": x.ravel().tolist(), "output": model.predict(x, verbose=0).ravel().tolist()}
for make in (default_gru, lambda_layer, hard, masked):
    model = make()
    model.save(os.path.join(HERE, f"{model.name}.keras"))
with open(os.path.join(HERE, "answers.json"), "w") as file:
    json.dump(answers, file)
