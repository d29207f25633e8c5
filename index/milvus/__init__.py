"""Milvus as the search engine of an index: a file, a server or a cluster; pymilvus is an optional extra."""
