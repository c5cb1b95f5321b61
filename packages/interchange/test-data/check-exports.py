"""Compares Keras with TensorFlow.js: node test-data/export-all.mjs FOLDER && python test-data/check-exports.py FOLDER

Needs pip install keras==3.15.1 tensorflow-cpu==2.21.0
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

folder = sys.argv[1]
worst = 0.0
for case in json.load(open(f"{folder}/cases.json")):
    x = np.array(case["input"], "float32").reshape(case["shape"])
    y = np.array(case["output"]).reshape(len(x), -1)

    def difference(model):
        return float(np.abs(model.predict(x, verbose=0) - y).max())

    model = keras.models.load_model(f"{folder}/{case['name']}.keras")
    found = {"keras": difference(model)}
    for weight in model.weights:
        weight.assign(np.zeros(weight.shape))
    model.load_weights(f"{folder}/{case['name']}.weights.h5")
    found["weights.h5"] = difference(model)
    found["h5"] = difference(keras.models.load_model(f"{folder}/{case['name']}.h5"))
    print(case["name"], found)
    worst = max(worst, *found.values())
print("worst difference", worst)
sys.exit(worst > 1e-5)
