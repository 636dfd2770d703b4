"""The limits of the composite resources, as documented."""

COMPOSITE_PARTS, COMPOSITE_COLLECTIONS = 25, 5
GRAPH_NODES, GRAPHS, GRAPH_KINDS, GRAPH_DEPTH, GRAPHS_FAILED = 500, 75, 15, 15, 14
BATCH_REQUESTS, BATCH_OLDEST = 25, 34
TREE_RECORDS, TREE_TYPES, TREE_LEVELS = 200, 5, 5
COLLECTION_RECORDS, COLLECTION_CHUNKS, COLLECTION_READ = 200, 10, 2000
LIMITS = {
    "composite": {"parts": COMPOSITE_PARTS, "of them collections or queries": COMPOSITE_COLLECTIONS},
    "composite/graph": {
        "nodes in all graphs": GRAPH_NODES,
        "graphs": GRAPHS,
        "kinds of node in a graph (method and object)": GRAPH_KINDS,
        "levels": GRAPH_DEPTH,
        "failed graphs before all others are left": GRAPHS_FAILED,
    },
    "composite/batch": {"requests": BATCH_REQUESTS},
    "composite/tree": {"records": TREE_RECORDS, "objects": TREE_TYPES, "levels": TREE_LEVELS},
    "composite/sobjects": {
        "records to write": COLLECTION_RECORDS,
        "runs of records of one object": COLLECTION_CHUNKS,
        "records to read": COLLECTION_READ,
    },
}
