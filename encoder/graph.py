"""The encoder's computation as an ONNX graph, made once at release: BERT's layers.

The graph holds no weights; it points into `model.safetensors`, so they lie on disk once. It knows no padding:
texts of one batch have one length, and no text sees another.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from onnx import ModelProto, NodeProto, TensorProto, helper

OPSET, IR_VERSION = 20, 9  # 20: Gelu and LayerNormalization as they are in BERT
_HEADER = 8  # bytes of a safetensors file that give the length of its JSON header


def write_graph(folder: Path, weights: str, target: Path) -> None:
    """Write the graph of the BERT body in `folder`, with its `config.json` and `weights`, to the file `target`.

    It takes `ids`, int64 of shape (texts, length), and gives `tokens`, float32 of shape (texts, length, dim): a vector
    for each token in its context.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    target.write_bytes(_Graph(folder / weights, config).model().SerializeToString(deterministic=True))


class _Graph:
    def __init__(self, weights: Path, config: dict[str, int]) -> None:
        with weights.open("rb") as file:
            length = int.from_bytes(file.read(_HEADER), "little")
            self._tensors = json.loads(file.read(length))
        self._file, self._data = weights.name, _HEADER + length
        self._config = config
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, TensorProto] = {}

    def model(self) -> ModelProto:
        dim, heads = self._config["hidden_size"], self._config["num_attention_heads"]
        shape = self._op("Shape", "ids")
        rows = self._ints(-1, dim)  # texts and tokens in one axis
        by_head = self._op("Concat", shape, self._ints(heads, dim // heads), axis=0)
        by_text = self._op("Concat", shape, self._ints(dim), axis=0)
        x = self._op("Reshape", self._embeddings(shape), rows)
        for number in range(self._config["num_hidden_layers"]):
            layer = f"encoder.layer.{number}"
            mixed = self._op("Reshape", self._attention(x, f"{layer}.attention.self", by_head), rows)
            mixed = self._linear(mixed, f"{layer}.attention.output.dense")
            x = self._normal(self._op("Add", mixed, x), f"{layer}.attention.output.LayerNorm")
            inner = self._op("Gelu", self._linear(x, f"{layer}.intermediate.dense"))
            outer = self._linear(inner, f"{layer}.output.dense")
            x = self._normal(self._op("Add", outer, x), f"{layer}.output.LayerNorm")
        self._nodes.append(helper.make_node("Reshape", [x, by_text], ["tokens"]))
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "length"])],
            [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["texts", "length", dim])],
            list(self._constants.values()),
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)

    def _embeddings(self, shape: str) -> str:
        """Sum of word, position and token type (always the first) of each token, normalised."""
        length = self._op("Slice", shape, self._ints(1), self._ints(2))
        words = self._op("Gather", self._weight("embeddings.word_embeddings.weight"), "ids")
        positions = self._op(
            "Slice", self._weight("embeddings.position_embeddings.weight"), self._ints(0), length
        )
        kind = self._op(
            "Slice", self._weight("embeddings.token_type_embeddings.weight"), self._ints(0), self._ints(1)
        )
        # In this order, as BERT adds them: another would round differently.
        return self._normal(self._op("Add", self._op("Add", words, kind), positions), "embeddings.LayerNorm")

    def _attention(self, x: str, name: str, by_head: str) -> str:
        """softmax(q k' / sqrt(width of a head)) v, for each head; shape (texts, length, heads, width)."""

        def split(part: str, order: list[int]) -> str:
            return self._op(
                "Transpose", self._op("Reshape", self._linear(x, f"{name}.{part}"), by_head), perm=order
            )

        q, k, v = split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1]), split("value", [0, 2, 1, 3])
        width = self._config["hidden_size"] / self._config["num_attention_heads"]
        scores = self._op("Mul", self._op("MatMul", q, k), self._float(width**-0.5))
        seen = self._op("MatMul", self._op("Softmax", scores, axis=-1), v)
        return self._op("Transpose", seen, perm=[0, 2, 1, 3])

    def _linear(self, x: str, name: str) -> str:
        return self._op("Gemm", x, self._weight(f"{name}.weight"), self._weight(f"{name}.bias"), transB=1)

    def _normal(self, x: str, name: str) -> str:
        scale, shift = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._op("LayerNormalization", x, scale, shift, epsilon=self._config["layer_norm_eps"])

    def _op(self, kind: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401 - as ONNX names them
        output = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def _weight(self, name: str) -> str:
        """A float32 tensor, given by where its bytes lie."""
        start, end = self._tensors[name]["data_offsets"]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=self._tensors[name]["shape"])
        tensor.data_location = TensorProto.EXTERNAL
        place = {"location": self._file, "offset": self._data + start, "length": end - start}
        for key, value in place.items():
            tensor.external_data.add(key=key, value=str(value))
        self._constants[name] = tensor
        return name

    def _ints(self, *values: int) -> str:
        name = f"ints_{'_'.join(map(str, values))}"
        self._constants[name] = helper.make_tensor(name, TensorProto.INT64, [len(values)], values)
        return name

    def _float(self, value: float) -> str:
        name = f"float_{value}"
        self._constants[name] = helper.make_tensor(name, TensorProto.FLOAT, [], [value])
        return name
