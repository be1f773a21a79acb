"""Writes the ONNX graph of a sentence encoder of the BERT family from its weights in safetensors, for EMBEDDING_MODEL_DIR (lib/search/README.md).

python scripts/onnx-model.py <folder with config.json and model.safetensors> <the .onnx file to write>
"""

import json
import sys
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

folder, out = sys.argv[1:3]
config = json.load(open(f"{folder}/config.json"))
weights = {k.removeprefix("bert."): v.astype(np.float32) if v.dtype.kind == "f" else v for k, v in load_file(f"{folder}/model.safetensors").items()}
hidden, heads, layers = config["hidden_size"], config["num_attention_heads"], config["num_hidden_layers"]
size = hidden // heads
nodes, inits, count = [], {}, 0

def const(name, array):
    inits[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
    return name

def op(kind, *inputs, **attributes):
    global count
    count += 1
    name = f"{kind}_{count}"
    nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
    return name

def linear(x, prefix):
    w = const(f"{prefix}.w", weights[f"{prefix}.weight"].T)
    return op("Add", op("MatMul", x, w), const(f"{prefix}.b", weights[f"{prefix}.bias"]))

def norm(x, prefix):
    return op("LayerNormalization", x, const(f"{prefix}.w", weights[f"{prefix}.weight"]), const(f"{prefix}.b", weights[f"{prefix}.bias"]), axis=-1, epsilon=config["layer_norm_eps"])

def gelu(x):
    erf = op("Erf", op("Div", x, const("sqrt2", np.float32(np.sqrt(2.0)))))
    return op("Mul", op("Mul", x, op("Add", erf, const("one", np.float32(1)))), const("half", np.float32(0.5)))

e = "embeddings"
length = op("Gather", op("Shape", "input_ids"), const("dim1", np.array([1])))
positions = op("Slice", const("pos", weights[f"{e}.position_embeddings.weight"]), const("start", np.array([0])), length, const("axes0", np.array([0])))
x = op("Add", op("Add", op("Gather", const("tok", weights[f"{e}.word_embeddings.weight"]), "input_ids"), op("Gather", const("typ", weights[f"{e}.token_type_embeddings.weight"]), "token_type_ids")), positions)
x = norm(x, f"{e}.LayerNorm")
mask = op("Mul", op("Sub", const("one_", np.float32(1)), op("Cast", op("Unsqueeze", "attention_mask", const("ax12", np.array([1, 2]))), to=TensorProto.FLOAT)), const("neg", np.float32(-1e9)))
split = const("split", np.array([0, 0, heads, size]))
merge = const("merge", np.array([0, 0, hidden]))
for n in range(layers):
    p = f"encoder.layer.{n}"
    def part(which, perm):
        return op("Transpose", op("Reshape", linear(x, f"{p}.attention.self.{which}"), split), perm=perm)
    q, k, v = part("query", [0, 2, 1, 3]), part("key", [0, 2, 3, 1]), part("value", [0, 2, 1, 3])
    scores = op("Add", op("Div", op("MatMul", q, k), const("scale", np.float32(np.sqrt(size)))), mask)
    context = op("Reshape", op("Transpose", op("MatMul", op("Softmax", scores, axis=-1), v), perm=[0, 2, 1, 3]), merge)
    x = norm(op("Add", x, linear(context, f"{p}.attention.output.dense")), f"{p}.attention.output.LayerNorm")
    x = norm(op("Add", x, linear(gelu(linear(x, f"{p}.intermediate.dense")), f"{p}.output.dense")), f"{p}.output.LayerNorm")
nodes.append(helper.make_node("Identity", [x], ["last_hidden_state"]))
inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "tokens"]) for n in ("input_ids", "attention_mask", "token_type_ids")]
outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", hidden])]
model = helper.make_model(helper.make_graph(nodes, "bert", inputs, outputs, list(inits.values())), opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
onnx.checker.check_model(model)
onnx.save(model, out)
